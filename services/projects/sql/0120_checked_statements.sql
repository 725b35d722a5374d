-- The statement of use of each project that was checked last, as it was heard from reporting.
create table checked_statement (
    project_id uuid primary key,
    statement_id uuid not null,
    checked_on date not null,
    costs_ct bigint not null,
    third_party_ct bigint not null,
    in_kind_ct bigint not null,
    goals jsonb not null
);
