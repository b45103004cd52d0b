-- Works with programs from schema version 2 on.

-- Certificates of agents. What is not here opens nothing, however well it is signed.
create table certificates (
    serial text collate "C" primary key,
    plane text collate "C" not null references planes on delete cascade,
    -- Rises with every certificate of the plane.
    number bigint not null,
    key_hash text not null,
    issued_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint,
    renewed_from text
);
create unique index certificates_by_plane on certificates (plane, number);

-- Null for tokens made before they had an end; those get one with their first use.
alter table tokens add column expires_at bigint;
-- The public key the token was used for.
alter table tokens add column key_hash text;
