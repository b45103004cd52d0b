-- Works with programs from schema version 2 on.

-- Backups that were restored: agents may have got certificates between the two moments that nobody here recorded.
create table restores (
    backup_at integer not null,
    restored_at integer not null
);

-- When the plane was revoked last: nothing issued for it until then is believed on its signature alone.
alter table planes add column revoked_at integer;
