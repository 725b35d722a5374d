-- The log of one service: facts, their order, the commands that made them.
-- Everything here lies in the service's own schema (search_path), owned by the owner role;
-- the service's role gets only the rights at the end.

-- The version that each stream has reached. `where version = expected` decides races.
create table stream (
    stream text primary key,
    version integer not null
) with (fillfactor = 70);

-- Insertion ids. CACHE 1: with a cache per session, version 2 of a stream could carry a lower
-- id than version 1, and would be sealed before it.
create sequence insertion cache 1;

-- The facts. `line` is the canonical JSON of the event, byte for byte; `digest` its SHA-256.
create table event (
    id bigint primary key,
    stream text not null,
    version integer not null,
    event_id uuid not null,
    type text not null,
    line text not null,
    digest bytea not null,
    unique (stream, version)
);

-- One row per command whose events have no position yet; gone a moment later.
create table unsealed (
    id bigint primary key,
    ids bigint[] not null,
    at timestamptz not null default clock_timestamp()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_cost_delay = 0);

-- The order: gapless, and given only after the commit.
create table sealed (
    position bigint primary key,
    id bigint not null unique,
    event_id uuid not null unique,
    recorded_at timestamptz not null,
    leaf bytea not null check (octet_length(leaf) = 32)
);

-- What each command was, and what was answered: a repeat gets the same answer.
create table command (
    command_id uuid primary key,
    digest bytea not null,
    answer text not null
);

-- How far sealing and publishing have come. Both rows carry the fence of the leader.
create table cursor (
    name text primary key,
    position bigint not null default 0,
    fence bigint not null default 0,
    recorded_at timestamptz not null default '-infinity'
) with (fillfactor = 50);
insert into cursor (name) values ('sealed'), ('published');

-- Let a stream reach a version, if it has the one expected.
create function reach(p_stream text, p_expected integer, p_added integer)
returns void language plpgsql as $$
begin
    if p_expected = 0 then
        insert into stream values (p_stream, p_added);
        return;
    end if;
    update stream set version = p_expected + p_added
    where stream = p_stream and version = p_expected;
    if not found then
        raise exception '% has not version %', p_stream, p_expected using errcode = 'SR001';
    end if;
end $$;

-- Append events of one command to one or several streams: all or nothing.
-- SR001 another version than expected. A unique index decides the other races: of `stream` who
-- begins it, of `command` who is first with a command id; a repeat waits there for the first.
-- Lists come as text, one item per line (canonical JSON holds no line break): `p_streams` and
-- `p_versions` name each stream once, in ascending order, with the version expected and the
-- number of its events ('3 2'); the events follow in that same order.
create function append(
    p_command uuid, p_request bytea, p_answer text,
    p_streams text, p_versions text, p_event_ids text, p_types text, p_lines text
) returns void language plpgsql as $$
declare
    streams text[];
    versions text[];
    expected integer;
    added integer;
    new_id bigint;
    new_ids bigint[];
begin
    if p_command is not null then
        insert into command values (p_command, p_request, p_answer);
    end if;
    if p_streams is null then
        return;
    end if;
    -- One event, as most commands have it: lists would cost a tenth of the whole append.
    if p_versions like '% 1' and strpos(p_versions, E'\n') = 0 then
        expected := left(p_versions, -2);
        perform reach(p_streams, expected, 1);
        new_id := nextval('insertion');
        insert into event values (
            new_id, p_streams, expected + 1, p_event_ids::uuid, p_types, p_lines,
            sha256(convert_to(p_lines, 'UTF8')));
        insert into unsealed (id, ids) values (new_id, array[new_id]);
        return;
    end if;
    streams := string_to_array(p_streams, E'\n');
    versions := string_to_array(p_versions, E'\n');
    for i in 1 .. cardinality(streams) loop
        expected := split_part(versions[i], ' ', 1);
        added := split_part(versions[i], ' ', 2);
        perform reach(streams[i], expected, added);
    end loop;
    with made as (
        insert into event
        select nextval('insertion'), place.stream, place.version,
            what.event_id::uuid, what.type, what.line, sha256(convert_to(what.line, 'UTF8'))
        from rows from (
            unnest(string_to_array(p_event_ids, E'\n')),
            unnest(string_to_array(p_types, E'\n')),
            unnest(string_to_array(p_lines, E'\n'))
        ) with ordinality as what (event_id, type, line, number)
        join (
            select one.stream, split_part(one.versions, ' ', 1)::integer + step as version,
                row_number() over (order by one.number, step) as number
            from unnest(streams, versions) with ordinality as one (stream, versions, number),
                generate_series(1, split_part(one.versions, ' ', 2)::integer) as step
        ) as place on place.number = what.number
        order by what.number
        returning id
    )
    select array_agg(id order by id) into new_ids from made;
    insert into unsealed (id, ids) values (new_ids[1], new_ids);
end $$;

-- Give the next positions to what is committed, oldest command first, whole commands only.
-- Returns how many events were sealed. SR003: this leader has been replaced.
create function seal(p_fence bigint, p_limit integer) returns integer language plpgsql as $$
declare
    head record;
    now_at timestamptz;
    sealed_count integer;
begin
    select position, recorded_at into head
    from cursor where name = 'sealed' and fence = p_fence for update;
    if not found then
        raise exception 'fence % has been passed', p_fence using errcode = 'SR003';
    end if;
    now_at := greatest(clock_timestamp(), head.recorded_at);
    with waiting as (
        select id, cardinality(ids) as events from unsealed order by id limit p_limit
    ), chosen as (
        select id from (
            select id, sum(events) over (order by id) - events as before from waiting
        ) as counted where before < p_limit
    ), taken as (
        delete from unsealed using chosen where unsealed.id = chosen.id
        returning unsealed.id, unsealed.ids
    ), ordered as (
        select one.id, head.position + row_number() over (order by taken.id, one.id) as position
        from taken, unnest(taken.ids) as one (id)
    )
    insert into sealed (position, id, event_id, recorded_at, leaf)
    select o.position, e.id, e.event_id, now_at, sha256(
        '\x00'::bytea || int8send(o.position)
        || int8send((extract(epoch from now_at) * 1000000)::bigint) || e.digest)
    from ordered o join event e on e.id = o.id;
    get diagnostics sealed_count = row_count;
    if sealed_count > 0 then
        update cursor set position = head.position + sealed_count, recorded_at = now_at
        where name = 'sealed';
    end if;
    return sealed_count;
end $$;

-- What has happened has happened.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: the log is only ever added to', tg_op, tg_table_name
        using errcode = 'SR004';
end $$;
create trigger immutable before update or delete on event
    for each row execute function refuse_change();
create trigger untruncatable before truncate on event execute function refuse_change();
create trigger immutable before update or delete on sealed
    for each row execute function refuse_change();
create trigger untruncatable before truncate on sealed execute function refuse_change();
create trigger immutable before update or delete on command
    for each row execute function refuse_change();
create trigger untruncatable before truncate on command execute function refuse_change();

-- Long texts and files lie beside the log: an event holds their id and SHA-256(salt ‖ content).
-- They can be deleted when their time is over; the event stays true.
create table document (
    document_id uuid primary key,
    salt bytea not null,
    sha256 bytea,
    media_type text not null,
    size bigint not null,
    retention_class text not null,
    created_at timestamptz not null default clock_timestamp()
);
create table document_chunk (
    document_id uuid not null references document on delete cascade,
    number integer not null,
    content bytea not null,
    primary key (document_id, number)
);

-- Who stands behind the random id in an event. Rows can be deleted; the events stay.
create table actor (
    actor_id uuid primary key,
    sub text not null unique
);

-- How far this service has heard each source, with the leaf of the last event heard.
-- `follower` names a process ('funding') or a generation of a read model ('annual_report_g1').
create table heard (
    follower text not null,
    source text not null,
    position bigint not null default 0,
    leaf bytea,
    primary key (follower, source)
) with (fillfactor = 50);

-- Events that could not be applied, and those of the same stream that wait behind them.
create table parked (
    follower text not null,
    source text not null,
    position bigint not null,
    stream text not null,
    event_id uuid not null,
    type text not null,
    state text not null check (state in ('failed', 'waiting')),
    error text,
    attempts integer not null default 0,
    parked_at timestamptz not null default clock_timestamp(),
    primary key (follower, source, position)
);
create index parked_stream on parked (follower, source, stream);

-- What an operator decided about parked events stays known.
create table discarded (
    follower text not null,
    source text not null,
    position bigint not null,
    event_id uuid not null,
    reason text not null,
    actor_id uuid not null,
    at timestamptz not null default clock_timestamp(),
    primary key (follower, source, position)
);

-- Generations of read models: one is live, another may be building beside it.
create table read_model (
    name text not null,
    generation integer not null,
    namespace text not null,
    code_digest text not null,
    state text not null check (state in ('building', 'live', 'retired', 'as-of')),
    created_at timestamptz not null default clock_timestamp(),
    primary key (name, generation)
);
create unique index one_live_generation on read_model (name) where state = 'live';
