-- Works with programs from schema version 2 on.

-- One row at most.
create table sealed_keys (
    sealed text not null,
    at integer not null
);
