-- Who belongs to a team for the WJH, as it was heard from projects: who is new there is introduced into the concept.
create table wjh_member (
    team_id text not null,
    person_id text not null,
    started_on date not null,
    ended_on date,
    heard_on date not null,
    primary key (person_id, team_id, started_on)
);
