-- Works with programs from schema version 2 on.

-- One row at most.
create table trust (
    id integer primary key check (id = 1),
    version bigint not null,
    changed_at bigint not null,
    anchors text not null,
    given text not null
);
