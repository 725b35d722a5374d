-- The office's policy as it was heard from funding: one row for each that was adopted.
create table policy (
    position integer primary key,
    valid_from date not null,
    rules text not null
);

-- Who has ever been postponed: the waiting list is looked for among them.
create index event_postponed on event (stream) where type = 'postponed';
