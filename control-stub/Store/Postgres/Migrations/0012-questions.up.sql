-- Works with programs from schema version 2 on.

-- Questions to agents whose sessions other processes hold, and the answers.
create table questions (
    id text primary key,
    plane text not null,
    intent text not null,
    asked_at bigint not null,
    answer text
);
