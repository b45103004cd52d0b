-- Works with programs from schema version 2 on.

create table users (
    name text primary key,
    display_name text not null,
    created_at integer not null
) without rowid;

create table grants (
    user_name text not null,
    organization text not null,
    project text not null,
    role text not null,
    granted_at integer not null,
    primary key (user_name, organization, project)
) without rowid;

create table access_tokens (
    id text primary key,
    user_name text not null,
    name text not null,
    hash blob not null,
    created_at integer not null,
    expires_at integer,
    last_used_at integer
) without rowid;
create index access_tokens_by_user on access_tokens (user_name);

-- Whoever had the one token there was becomes the first user. The token stays where it was too, for programs of the version before.
insert into users (name, display_name, created_at)
select 'admin', '', min(created_at) from tokens where use = 'Admin' and revoked_at is null group by use;
insert into grants (user_name, organization, project, role, granted_at) select name, '*', '*', 'admin', created_at from users;
insert into access_tokens (id, user_name, name, hash, created_at)
select id, 'admin', 'admin-token', hash, created_at from tokens where use = 'Admin' and revoked_at is null;

alter table events add column actor text;
alter table events add column reason text;
alter table events add column organization text;
alter table events add column project text;
