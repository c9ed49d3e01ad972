-- Rights of persons. A person is here as keyed tokens (the first layer) and as nothing else.
create table person_token (
  owner  text   not null,
  number bigint not null,
  kind   text   not null,
  token  bytea  not null,
  primary key (owner, number)
);
-- Objections to the use of data. Without a convention: every use.
create table opposition (
  id           text not null primary key,
  convention   text,
  since        text not null,
  person       text not null,
  withdrawn    text,
  withdrawn_by text
);
-- Erasures. The tokens of one that was done stay: they keep the person out of later deliveries.
create table erasure (
  id           text not null primary key,
  state        text not null,
  ground       text not null,
  reference    text not null,
  requested    text not null,
  requested_by text not null,
  found        text not null,
  level        text,
  executed     text,
  executed_by  text,
  proof        text
);
create table erasure_dataset (
  erasure     text not null,
  dataset     text not null,
  approved    text,
  approved_by text,
  primary key (erasure, dataset)
);
-- While an erasure runs: under which keys the vault has the person's envelopes. Forgotten when it is done.
create table erasure_key (
  erasure  text  not null,
  dataset  text  not null,
  delivery text  not null,
  token    bytea not null,
  primary key (erasure, dataset, delivery, token)
);
-- Expiries that began and did not end.
create table retention_run (
  dataset text not null primary key,
  started text not null
);
-- Conventions whose retention ended: their project key is destroyed.
create table retention_convention (
  convention text not null primary key,
  expired    text not null
);
