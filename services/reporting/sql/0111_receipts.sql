-- Receipts of projects: data beside the log, which tells only how many there are and their sums.
create table receipt (
    receipt_id uuid primary key,
    project_id uuid not null,
    traeger_id uuid not null,
    place integer not null,
    number text not null,
    paid_on date not null,
    ordered_on date,
    payee text not null,
    reason text not null,
    line text not null,
    cost_type text,
    year integer not null,
    gross_ct bigint not null,
    counted_ct bigint not null,
    rule text,
    disallowed_ct bigint not null
);
create index on receipt (project_id, place, receipt_id);
create index on receipt (traeger_id, number, paid_on, gross_ct);

-- How far the file of receipts has been read that somebody is waiting for.
create table receipt_import (
    project_id uuid not null,
    document_id uuid not null,
    lines integer not null,
    is_done boolean not null,
    changed_at timestamptz not null default clock_timestamp(),
    primary key (project_id, document_id)
);

-- In-kind contributions; who has worked as a volunteer is known to the vault alone.
create table in_kind_entry (
    entry_id uuid primary key,
    project_id uuid not null,
    kind text not null,
    text text not null,
    worked_on date not null,
    year integer not null,
    minutes integer,
    value_ct bigint,
    volunteer uuid,
    place integer generated always as identity
);
create index on in_kind_entry (project_id, place);

-- Drafts of statements of use: they change, and go when the statement is handed in.
create table statement_draft (
    project_id uuid primary key,
    version integer not null,
    content text not null,
    saved_at timestamptz not null default clock_timestamp()
);

-- How each statement stands, for lists.
create table known_statement (
    project_id uuid primary key,
    statement_id uuid not null,
    standing text not null,
    submitted_on date not null,
    content_checked_on date,
    checked_on date
);
create index on known_statement (standing, submitted_on);
