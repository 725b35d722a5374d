-- The applications that nobody has decided on: one row each, beside the log, kept by the same
-- transaction as the events (services/projects/open_applications.py). Whoever decides sees in it
-- what else waits. `reason_code` says why it was postponed; `content` and `arithmetic` what the
-- checks of the current version came to.
create table open_application (
    project_id uuid primary key,
    number text not null,
    title text not null,
    sozialraum_id uuid not null,
    traeger_id uuid not null,
    status text not null,
    priority integer,
    reason_code text,
    content text,
    arithmetic text,
    is_biased boolean not null default false,
    applied_on date not null,
    first_year integer not null,
    last_year integer not null
);
create index open_application_waiting on open_application (priority, applied_on, number)
    where priority is not null;

-- What lies open since before there was this table.
insert into open_application (project_id, number, title, sozialraum_id, traeger_id, status,
    applied_on, first_year, last_year)
select (it ->> 'project_id')::uuid, it ->> 'number', it ->> 'title', (it ->> 'sozialraum_id')::uuid,
    (it ->> 'traeger_id')::uuid, 'applied', (it ->> 'applied_on')::date,
    extract(year from (it ->> 'start')::date), extract(year from (it ->> 'end')::date)
from (
    select line::jsonb -> 'data' as it from event e
    where type = 'applied' and not exists (
        select from event d where d.stream = e.stream and d.type in ('approved', 'rejected'))
) as applied;
