-- The applications of all projects, youngest first, and those of one Sozialraum.
create index application_first on event (id) where type = 'applied';
create index application_sozialraum on event ((line::jsonb -> 'data' ->> 'sozialraum_id'), id)
    where type = 'applied';
