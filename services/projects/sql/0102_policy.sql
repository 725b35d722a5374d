-- The office's policy as it was heard from funding: one row for each that was adopted.
create table policy (
    position integer primary key,
    valid_from date not null,
    rules text not null
);
