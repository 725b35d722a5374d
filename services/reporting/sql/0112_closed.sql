-- Whether a project is closed: then its statement of use stays as it was checked.
alter table known_project add column closed boolean not null default false;
