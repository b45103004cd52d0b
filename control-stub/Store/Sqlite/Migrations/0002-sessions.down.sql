drop table seats;
drop table processes;
