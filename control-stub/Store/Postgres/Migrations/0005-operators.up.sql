-- Works with programs from schema version 2 on.

create table users (
    name text collate "C" primary key,
    display_name text not null,
    created_at bigint not null
);

create table grants (
    user_name text collate "C" not null references users on delete cascade,
    organization text collate "C" not null,
    project text collate "C" not null,
    role text not null,
    granted_at bigint not null,
    primary key (user_name, organization, project)
);

create table access_tokens (
    id text collate "C" primary key,
    user_name text collate "C" not null references users on delete cascade,
    name text not null,
    hash bytea not null,
    created_at bigint not null,
    expires_at bigint,
    last_used_at bigint
);
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
