-- Works with programs from schema version 2 on.

-- The seat of the session that reported it, and its number among the reports of that session: what is older never overwrites what is newer.
alter table statuses add column seat bigint not null default 0;
alter table statuses add column number bigint not null default 0;
alter table acks add column seat bigint not null default 0;
alter table acks add column number bigint not null default 0;
