alter table tokens drop column key_hash;
alter table tokens drop column expires_at;
drop table certificates;
