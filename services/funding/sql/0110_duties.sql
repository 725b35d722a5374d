-- What recipients owe the office, as it was heard from reporting: which kind of report about which year.
create table duty (
    duty_id uuid primary key,
    kind text not null,
    year integer not null
);
