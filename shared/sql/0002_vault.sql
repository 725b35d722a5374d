-- The vault: records of subjects, each field encrypted with the subject's own key. The keys lie in
-- a store of their own and in no backup of this one. Without its key a row is noise.
create table vault_record (
    subject uuid not null,
    field text not null,
    key_id uuid not null,
    sealed bytea not null,
    primary key (subject, field)
);
