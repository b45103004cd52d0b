-- Works with programs from schema version 2 on.

create table processes (
    id text collate "C" primary key,
    seen_at bigint not null
);

create table seats (
    plane text collate "C" primary key references planes on delete cascade,
    number bigint not null,
    -- Null while nobody sits there.
    session text,
    process text collate "C",
    since bigint not null
);
create index seats_by_process on seats (process) where session is not null;
