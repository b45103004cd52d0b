-- Works with programs from schema version 2 on.

-- What is promoted: never changed, but for the digests that become known of its images.
create table releases (
    organization text collate "C" not null,
    project text collate "C" not null,
    component text collate "C" not null,
    name text collate "C" not null,
    -- Rises with every release of the component.
    number bigint not null,
    hash text not null,
    source text not null,
    digests text not null,
    author text not null,
    created_at bigint not null,
    document text not null,
    primary key (organization, project, component, name)
);

-- A component in an environment: the environment's values, and what was deployed there last.
create table bindings (
    organization text collate "C" not null,
    project text collate "C" not null,
    component text collate "C" not null,
    environment text collate "C" not null,
    release text,
    plane text collate "C",
    intent text collate "C",
    updated_at bigint not null,
    config text not null,
    primary key (organization, project, component, environment)
);
create index bindings_by_intent on bindings (plane, intent);

create table deployments (
    organization text collate "C" not null,
    project text collate "C" not null,
    component text collate "C" not null,
    environment text collate "C" not null,
    -- Rises with every deployment of the binding.
    number bigint not null,
    way text not null,
    release text not null,
    plane text not null,
    intent text not null,
    generation bigint not null,
    promotion bigint,
    actor text not null,
    reason text,
    at bigint not null,
    digests text not null,
    config text not null,
    primary key (organization, project, component, environment, number)
);

create table pipelines (
    organization text collate "C" not null,
    name text collate "C" not null,
    updated_at bigint not null,
    document text not null,
    primary key (organization, name)
);

create table promotions (
    organization text collate "C" not null,
    project text collate "C" not null,
    number bigint not null,
    component text collate "C" not null,
    environment text collate "C" not null,
    origin text not null,
    release text not null,
    state text not null,
    needed bigint not null,
    role text not null,
    forced boolean not null,
    author text not null,
    reason text,
    requested_at bigint not null,
    decided_at bigint,
    -- Rises with every change, so that two who decide at once do not overwrite one another.
    version bigint not null,
    votes text not null,
    primary key (organization, project, number)
);
create index promotions_waiting on promotions (organization, project, component, environment) where state = 'Waiting';
