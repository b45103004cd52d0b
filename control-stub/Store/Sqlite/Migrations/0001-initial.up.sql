create table planes (
    name text primary key,
    display_name text not null,
    created_at integer not null,
    agent text,
    last_seen_at integer,
    generation_floor integer not null default 0
) without rowid;

create table tokens (
    id text primary key,
    use text not null,
    plane text,
    hash blob not null,
    created_at integer not null,
    revoked_at integer
) without rowid;
create index tokens_by_plane on tokens (use, plane);

create table intents (
    plane text not null,
    id text not null,
    generation integer not null,
    hash text not null,
    content_hash text not null,
    kind text not null,
    removed integer not null,
    state text not null,
    organization text not null,
    project text not null,
    environment text not null,
    component text,
    source text not null,
    created_at integer not null,
    updated_at integer not null,
    -- Last, for it is long: a query that leaves it out does not read past it.
    jws text not null,
    primary key (plane, id)
);
create index intents_live on intents (plane) where not removed;

create table acks (
    plane text not null,
    id text not null,
    generation integer not null,
    outcome text not null,
    reasons text not null,
    held_generation integer not null,
    at integer not null,
    primary key (plane, id)
) without rowid;

create table statuses (
    plane text not null,
    id text not null,
    phase text,
    at integer not null,
    document text,
    primary key (plane, id)
);

create table sources (
    plane text not null,
    space text not null,
    kind text not null,
    name text not null,
    hash text not null,
    updated_at integer not null,
    document text not null,
    primary key (plane, space, kind, name)
);

create table events (
    number integer primary key autoincrement,
    type text not null,
    at integer not null,
    plane text,
    intent text,
    data text not null
);
create index events_by_plane on events (plane, number);

create table keys (
    id text primary key,
    use text not null,
    key text not null,
    created_at integer not null
) without rowid;
