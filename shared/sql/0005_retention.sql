-- Documents whose time is over: their bytes and their salt are gone, this remains.
create table document_deleted (
    document_id uuid primary key,
    deleted_on date not null,
    proposal_id text not null
);
