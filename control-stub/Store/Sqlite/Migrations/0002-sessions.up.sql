-- Works with programs from schema version 2 on.

create table processes (
    id text primary key,
    seen_at integer not null
) without rowid;

create table seats (
    plane text primary key,
    number integer not null,
    -- Null while nobody sits there.
    session text,
    process text,
    since integer not null
) without rowid;
create index seats_by_process on seats (process) where session is not null;
