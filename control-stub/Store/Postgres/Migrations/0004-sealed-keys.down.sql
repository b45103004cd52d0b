drop table sealed_keys;
