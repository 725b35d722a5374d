-- What was heard of a project that its duties are planned from; without days until its approval.
create table known_project (
    project_id text primary key,
    sozialraum_id text not null,
    traeger_id text not null,
    first_day date,
    last_day date
);
-- Which duties a project has, each with a stream of its own.
create table known_duty (
    duty_id text primary key,
    project_id text not null
);
create index on known_duty (project_id);
