-- Works with programs from schema version 2 on.

-- Certificates of agents. What is not here opens nothing, however well it is signed.
create table certificates (
    serial text primary key,
    plane text not null,
    -- Rises with every certificate of the plane.
    number integer not null,
    key_hash text not null,
    issued_at integer not null,
    expires_at integer not null,
    revoked_at integer,
    renewed_from text
) without rowid;
create unique index certificates_by_plane on certificates (plane, number);

-- Null for tokens made before they had an end; those get one with their first use.
alter table tokens add column expires_at integer;
-- The public key the token was used for.
alter table tokens add column key_hash text;
