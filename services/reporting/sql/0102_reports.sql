-- What was approved for each year, that a report about it is held against: goals and plan as JSON.
alter table known_project
    add column goals text not null default '[]',
    add column plan text not null default '{}';
