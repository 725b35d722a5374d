-- The office's policies as they were heard from funding, one row for each that was adopted.
create table policy (
    position integer primary key,
    rules text not null
);
-- What was applied for and approved, that a statement of use is held against; JSON as in the events.
create table known_approval (
    project_id text primary key,
    number text not null,
    title text not null,
    details text not null,
    deducts_vat boolean not null,
    quoted_position integer not null,
    approved_on date,
    reduced boolean not null default false,
    policy_position integer not null default 0,
    edition text not null default '',
    grant_ct bigint not null default 0,
    own_share_ct bigint not null default 0
);
