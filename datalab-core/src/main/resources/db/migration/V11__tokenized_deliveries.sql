-- Of a tokenised file, the keyed hash of the file in clear that it was made of: the same rows are known again.
alter table delivery_file add column source text;
-- Rows that left quarantine for the lake, by a replay: pending until all of them are written.
create table replay (
  id          text   not null primary key,
  dataset     text   not null,
  delivery    text   not null,
  contract    text   not null,
  state       text   not null,
  person      text   not null,
  started     text   not null,
  ended       text,
  accepted    bigint not null,
  left_behind bigint not null
);
create index replay_by_delivery on replay (delivery, state);
