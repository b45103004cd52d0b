drop table held;
