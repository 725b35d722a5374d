-- The Merkle tree over the log (RFC 9162): the hashes of complete subtrees of 256, 65,536, … leaves.
-- The leaves themselves lie in `sealed`; what is between two levels is hashed when it is asked for.
create table subtree (
    level smallint not null check (level > 0),
    number bigint not null,
    hash bytea not null check (octet_length(hash) = 32),
    primary key (level, number)
);
create trigger immutable before update or delete on subtree
    for each row execute function refuse_change();
create trigger untruncatable before truncate on subtree execute function refuse_change();
