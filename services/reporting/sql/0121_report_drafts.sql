-- Drafts of project reports: rows that change and go, beside the log and never in it; one for each report that is owed.
create table report_draft (
    duty_id uuid primary key,
    version integer not null,
    content text not null,
    saved_at timestamptz not null default clock_timestamp()
);
create index on report_draft (saved_at);
