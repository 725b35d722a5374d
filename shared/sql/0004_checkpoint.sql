-- Signed statements of how long the log was and what its tree's root was then (docs/proof.md).
create table checkpoint (
    size bigint not null check (size > 0),
    key_id text not null,
    root bytea not null check (octet_length(root) = 32),
    note text not null,
    made_at timestamptz not null default clock_timestamp(),
    primary key (size, key_id)
);
create trigger immutable before update or delete on checkpoint
    for each row execute function refuse_change();
create trigger untruncatable before truncate on checkpoint execute function refuse_change();

-- The public keys that this service has signed with, so that old checkpoints stay verifiable.
create table checkpoint_key (
    verifier text primary key,
    since timestamptz not null default clock_timestamp()
);
create trigger immutable before update or delete on checkpoint_key
    for each row execute function refuse_change();
create trigger untruncatable before truncate on checkpoint_key execute function refuse_change();
