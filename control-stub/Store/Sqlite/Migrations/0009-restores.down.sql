alter table planes drop column revoked_at;
drop table restores;
