drop table trust;
