drop table service_words;
drop table services;
alter table intents drop column catalogued;
