-- Who gets the money of a project, as it was heard from projects: file number, Träger, days.
create table project (
    project_id uuid primary key,
    number text not null,
    title text not null,
    sozialraum_id uuid not null,
    traeger_id uuid not null,
    first_day date not null,
    last_day date not null
);
-- Its name, and the account that the newest master data name.
create table traeger (
    traeger_id uuid primary key,
    name text not null,
    iban text
);
