-- Drafts of applications: rows that change and go, beside the log and never in it. Whatever
-- somebody writes down on the way to an application may stand here; it is deleted when the
-- application is submitted, when the draft is discarded, and when nobody has saved it for long.
create table draft (
    draft_id uuid primary key,
    version integer not null,
    author uuid not null,
    sozialraum_id uuid,
    traeger_id uuid,
    title text not null,
    content text not null,
    saved_at timestamptz not null default clock_timestamp()
);
create index draft_saved_at on draft (saved_at);

-- The projects of a Träger, for the question whether something is funded twice.
create index application_traeger on event ((line::jsonb -> 'data' ->> 'traeger_id'))
    where type in ('applied', 'resubmitted');
