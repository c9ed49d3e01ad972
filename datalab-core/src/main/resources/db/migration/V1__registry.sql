-- The same text runs on SQLite and PostgreSQL. Times are ISO-8601 text; they sort in time order.

create table registry_turn (taken bigint not null);
insert into registry_turn values (0);

-- The journal: RFC 6962 leaves over RFC 8785 records, every 256th-level node, and the compact range.
create table journal_record (
  sequence bigint not null primary key,
  record   text   not null,
  leaf     bytea  not null
);
create table journal_node (
  level    bigint not null,
  position bigint not null,
  hash     bytea  not null,
  primary key (level, position)
);
create table journal_tree (
  size  bigint not null,
  peaks bytea  not null
);
insert into journal_tree values (0, '');

-- Who asked to read what: one row for each dataset of each opening of the gate, refused ones included.
create table access (
  sequence   bigint not null,
  time       text   not null,
  person     text   not null,
  convention text   not null,
  use_case   text   not null,
  dataset    text   not null,
  columns    text   not null,
  verdict    text   not null,
  primary key (sequence, dataset)
);
create index access_by_dataset on access (dataset, sequence);
create index access_by_convention on access (convention, sequence);

create table convention (
  id        text   not null,
  version   bigint not null,
  title     text   not null,
  document  bytea  not null,
  sha256    text   not null,
  added     text   not null,
  suspended text,
  ended     text,
  primary key (id, version)
);
create table convention_signature (
  convention text   not null,
  version    bigint not null,
  party      text   not null,
  person     text   not null,
  time       text   not null,
  signature  bytea  not null,
  primary key (convention, version, party)
);

create table flow (
  dataset text not null primary key,
  stopped text,
  person  text,
  reason  text
);

create table release (
  id           text not null primary key,
  title        text not null,
  use_case     text not null,
  convention   text not null,
  state        text not null,
  created      text not null,
  author       text not null,
  submitted_by text,
  changed      text not null,
  audit        text not null
);
create index release_by_state on release (state, created);
create table release_file (
  release text   not null,
  path    text   not null,
  sha256  text   not null,
  size    bigint not null,
  primary key (release, path)
);
create table release_decision (
  release   text   not null,
  sequence  bigint not null,
  round     bigint not null,
  person    text   not null,
  role      text   not null,
  decision  text   not null,
  comment   text   not null,
  time      text   not null,
  statement text   not null,
  signature bytea,
  primary key (release, sequence)
);
