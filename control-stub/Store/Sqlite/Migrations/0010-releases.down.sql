drop table promotions;
drop table pipelines;
drop table deployments;
drop table bindings;
drop table releases;
