-- What the Sozialräume are called, as it was heard from projects: quarterly figures name them so.
create table known_sozialraum (
    sozialraum_id text primary key,
    name text not null,
    registered_on date not null
);
