-- Works with programs from schema version 2 on.

-- What planes hold that is not from here, or newer than here.
create table held (
    plane text not null,
    id text not null,
    generation integer not null,
    hash text not null,
    seen_at integer not null,
    wish text,
    failure text,
    primary key (plane, id)
) without rowid;
