-- How far somebody has seen what is new in a Sozialraum: rows beside the log, never in it, since what
-- employees read when is nobody's business for ever. Only the newest mark is kept.
create table read_mark (
    actor_id uuid not null,
    sozialraum_id uuid not null,
    of_asd boolean not null,
    position bigint not null,
    primary key (actor_id, sozialraum_id)
);
create index on read_mark (sozialraum_id) where of_asd;
