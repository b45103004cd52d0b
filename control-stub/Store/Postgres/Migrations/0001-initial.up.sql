-- Names are ordered by their bytes, as the rest of the program orders them.

create table planes (
    name text collate "C" primary key,
    display_name text not null,
    created_at bigint not null,
    agent text,
    last_seen_at bigint,
    generation_floor bigint not null default 0
);

create table tokens (
    id text collate "C" primary key,
    use text not null,
    plane text collate "C" references planes on delete cascade,
    hash bytea not null,
    created_at bigint not null,
    revoked_at bigint
);
create index tokens_by_plane on tokens (plane, use);

create table intents (
    plane text collate "C" not null references planes on delete cascade,
    id text collate "C" not null,
    generation bigint not null,
    hash text not null,
    content_hash text not null,
    kind text not null,
    removed boolean not null,
    state text not null,
    organization text not null,
    project text not null,
    environment text not null,
    component text,
    source text not null,
    created_at bigint not null,
    updated_at bigint not null,
    jws text not null,
    primary key (plane, id)
);
create index intents_live on intents (plane) where not removed;

-- What a plane says of an intent goes with the intent, also when it is said at the very moment the intent is forgotten.
create table acks (
    plane text collate "C" not null,
    id text collate "C" not null,
    generation bigint not null,
    outcome text not null,
    reasons text not null,
    held_generation bigint not null,
    at bigint not null,
    primary key (plane, id),
    foreign key (plane, id) references intents on delete cascade
);

create table statuses (
    plane text collate "C" not null,
    id text collate "C" not null,
    phase text,
    at bigint not null,
    document text,
    primary key (plane, id),
    foreign key (plane, id) references intents on delete cascade
);

create table sources (
    plane text collate "C" not null,
    space text collate "C" not null,
    kind text collate "C" not null,
    name text collate "C" not null,
    hash text not null,
    updated_at bigint not null,
    document text not null,
    primary key (plane, space, kind, name)
);

create table events (
    number bigint primary key,
    type text not null,
    at bigint not null,
    plane text collate "C",
    intent text collate "C",
    data text not null
);
create index events_by_plane on events (plane, number);

-- A sequence would leave holes, and give numbers in another order than that of the commits.
create table event_counter (
    newest bigint not null
);
insert into event_counter values (0);

create table keys (
    id text collate "C" primary key,
    use text not null,
    key text not null,
    created_at bigint not null
);
