alter table intents drop column tracestate;
alter table intents drop column traceparent;
