-- Refused rows of a delivery that were judged again: pending until the lake has all that passed, decided from the instant on at
-- which readers see them, done when nothing is left to move. Its id also labels the rows that it writes until it is done.
create table replay (
  id text not null primary key,
  delivery text not null,
  dataset text not null,
  number integer not null,
  state text not null,
  person text not null,
  contract text not null,
  correction text,
  file integer,
  started text not null,
  ended text,
  judged bigint,
  accepted bigint,
  refused bigint
);
create index replay_by_dataset on replay (dataset, state);

-- The name that the rows of a list give now, when its pseudonyms follow a change of the lake's key; null while they are as drawn.
alter table mailing_list add column content text;
