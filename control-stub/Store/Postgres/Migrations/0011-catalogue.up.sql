-- Works with programs from schema version 2 on.

-- The generation whose endpoints are in the catalogue; 0 for none.
alter table intents add column catalogued bigint not null default 0;

-- Endpoints of what runs, as their planes report them.
create table services (
    plane text collate "C" not null,
    id text collate "C" not null,
    endpoint text collate "C" not null,
    -- The place of its major version in lists: organization, project, environment, component, endpoint, major version and plane.
    place text collate "C" not null,
    organization text collate "C" not null,
    project text collate "C" not null,
    environment text collate "C" not null,
    component text collate "C" not null,
    major text collate "C" not null,
    minor bigint not null,
    protocol text not null,
    -- Who may call, each between commas.
    visibility text not null,
    updated_at bigint not null,
    document text not null,
    primary key (plane, id, endpoint),
    foreign key (plane, id) references intents on delete cascade
);
create index services_by_place on services (place);

-- What a service is found by: words of its name (n), labels (l) and schema (c), lower case.
create table service_words (
    word text collate "C" not null,
    field text not null,
    plane text collate "C" not null,
    id text collate "C" not null,
    endpoint text collate "C" not null,
    primary key (word, field, plane, id, endpoint),
    foreign key (plane, id) references intents on delete cascade
);
create index service_words_by_intent on service_words (plane, id);
