-- From which day a policy holds. One that was heard of before this was kept says nothing of quarters: any earlier day will do.
alter table policy add column valid_from date not null default '0001-01-01';
