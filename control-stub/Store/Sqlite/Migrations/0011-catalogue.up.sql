-- Works with programs from schema version 2 on.

-- The generation whose endpoints are in the catalogue; 0 for none.
alter table intents add column catalogued integer not null default 0;

-- Endpoints of what runs, as their planes report them.
create table services (
    plane text not null,
    id text not null,
    endpoint text not null,
    -- The place of its major version in lists: organization, project, environment, component, endpoint, major version and plane.
    place text not null,
    organization text not null,
    project text not null,
    environment text not null,
    component text not null,
    major text not null,
    minor integer not null,
    protocol text not null,
    -- Who may call, each between commas.
    visibility text not null,
    updated_at integer not null,
    document text not null,
    primary key (plane, id, endpoint)
);
create index services_by_place on services (place);

-- What a service is found by: words of its name (n), labels (l) and schema (c), lower case.
create table service_words (
    word text not null,
    field text not null,
    plane text not null,
    id text not null,
    endpoint text not null,
    primary key (word, field, plane, id, endpoint)
);
create index service_words_by_intent on service_words (plane, id);
