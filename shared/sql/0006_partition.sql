-- The facts of one service in parts, by insertion id (docs/log.md). What there was becomes the first
-- part as it is: no row is copied. Only lines leave with a part: positions, leaves, streams and
-- commands stay whole, and so does every proof.
alter table event rename to event_1;
alter table event_1 rename constraint event_pkey to event_1_pkey;
alter table event_1 rename constraint event_stream_version_key to event_1_stream_version_key;
alter trigger immutable on event_1 rename to immutable_itself;

-- No key of its own: the ranges are disjoint and each part has one, and `pg_restore --clean` cannot drop
-- a key that is inherited.
create table event (like event_1) partition by range (id);
create trigger immutable before update or delete on event
    for each row execute function refuse_change();
create trigger untruncatable before truncate on event execute function refuse_change();

-- Indexes that a service has made itself belong to all parts.
do $$
declare
    each record;
begin
    for each in
        select c.relname as name, pg_get_indexdef(c.oid) as made
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indrelid = 'event_1'::regclass and not i.indisunique
    loop
        execute format('alter index %I rename to %I', each.name, 'event_1_' || each.name);
        execute regexp_replace(each.made, ' ON (\S+\.)?event_1 ', ' ON event ');
    end loop;
end $$;

alter table event attach partition event_1 for values from (minvalue) to (maxvalue);

-- The parts there are. The newest is open; `last_id` is the end that its range got with the cut.
create table partition (
    number integer primary key check (number > 0),
    name text not null unique,
    first_id bigint not null,
    last_id bigint check (last_id >= first_id),
    cut_at timestamptz not null default clock_timestamp(),
    detached_at timestamptz,
    detached_by uuid
);
insert into partition (number, name, first_id) values (1, 'event_1', 1);

-- What a part must have of its own, since it keeps only that when it is detached: its keys, and the
-- refusal of changes. Over all parts `reach` sees to the versions.
create function guard_partition(p_name text) returns void language plpgsql as $$
begin
    execute format(
        'create or replace trigger immutable_itself before update or delete on %I'
        ' for each row execute function refuse_change()', p_name);
    execute format(
        'create or replace trigger untruncatable before truncate on %I'
        ' execute function refuse_change()', p_name);
    execute format('alter table %I enable trigger user', p_name);
    execute format(
        'create unique index if not exists %I on %I (id)', p_name || '_pkey', p_name);
    execute format(
        'create unique index if not exists %I on %I (stream, version)',
        p_name || '_stream_version_key', p_name);
end $$;
