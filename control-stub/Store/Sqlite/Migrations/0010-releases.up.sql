-- Works with programs from schema version 2 on.

-- What is promoted: never changed, but for the digests that become known of its images.
create table releases (
    organization text not null,
    project text not null,
    component text not null,
    name text not null,
    -- Rises with every release of the component.
    number integer not null,
    hash text not null,
    source text not null,
    digests text not null,
    author text not null,
    created_at integer not null,
    document text not null,
    primary key (organization, project, component, name)
);

-- A component in an environment: the environment's values, and what was deployed there last.
create table bindings (
    organization text not null,
    project text not null,
    component text not null,
    environment text not null,
    release text,
    plane text,
    intent text,
    updated_at integer not null,
    config text not null,
    primary key (organization, project, component, environment)
);
create index bindings_by_intent on bindings (plane, intent);

create table deployments (
    organization text not null,
    project text not null,
    component text not null,
    environment text not null,
    -- Rises with every deployment of the binding.
    number integer not null,
    way text not null,
    release text not null,
    plane text not null,
    intent text not null,
    generation integer not null,
    promotion integer,
    actor text not null,
    reason text,
    at integer not null,
    digests text not null,
    config text not null,
    primary key (organization, project, component, environment, number)
);

create table pipelines (
    organization text not null,
    name text not null,
    updated_at integer not null,
    document text not null,
    primary key (organization, name)
);

create table promotions (
    organization text not null,
    project text not null,
    number integer not null,
    component text not null,
    environment text not null,
    origin text not null,
    release text not null,
    state text not null,
    needed integer not null,
    role text not null,
    forced integer not null,
    author text not null,
    reason text,
    requested_at integer not null,
    decided_at integer,
    -- Rises with every change, so that two who decide at once do not overwrite one another.
    version integer not null,
    votes text not null,
    primary key (organization, project, number)
);
create index promotions_waiting on promotions (organization, project, component, environment) where state = 'Waiting';
