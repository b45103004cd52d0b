-- Works with programs from schema version 2 on.

-- What planes hold that is not from here, or newer than here.
create table held (
    plane text collate "C" not null references planes on delete cascade,
    id text collate "C" not null,
    generation bigint not null,
    hash text not null,
    seen_at bigint not null,
    wish text,
    failure text,
    primary key (plane, id)
);
