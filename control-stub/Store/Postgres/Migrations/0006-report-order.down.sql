alter table acks drop column number;
alter table acks drop column seat;
alter table statuses drop column number;
alter table statuses drop column seat;
