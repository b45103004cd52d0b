-- Works with programs from schema version 2 on.

-- The trace of who put an intent (W3C Trace Context); null where nothing is traced.
alter table intents add column traceparent text;
alter table intents add column tracestate text;
