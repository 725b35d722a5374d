-- What was shifted between lines of approved plans: the sum of all that was approved.
create table line_shift (
    project_id uuid not null,
    line text not null,
    amount_ct bigint not null,
    primary key (project_id, line)
);
