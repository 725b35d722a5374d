-- Checkpoints as witnesses have signed them (docs/proof.md): the text, and the witness's line alone.
create table cosignature (
    size bigint not null check (size > 0),
    verifier text not null,
    note text not null,
    received_at timestamptz not null default clock_timestamp(),
    primary key (size, verifier)
);
create trigger immutable before update or delete on cosignature
    for each row execute function refuse_change();
create trigger untruncatable before truncate on cosignature execute function refuse_change();
