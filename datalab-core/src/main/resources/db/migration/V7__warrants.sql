-- Lists of persons to write to, as pseudonyms of one convention's project. The rows are in the lake's list tables.
create table mailing_list (
  id         text   not null primary key,
  use_case   text   not null,
  convention text   not null,
  as_of      text   not null,
  seed       text   not null,
  share      text   not null,
  treated    bigint not null,
  control    bigint not null,
  letter     text   not null,
  lake_key   bigint not null,
  person     text   not null,
  drawn      text   not null
);
create index mailing_list_by_use_case on mailing_list (use_case, convention, drawn);

create table warrant (
  id            text   not null primary key,
  convention    text   not null,
  use_case      text   not null,
  list          text   not null,
  letter        text   not null,
  recipient     text   not null,
  recipient_key text   not null,
  reason        text   not null,
  until         text   not null,
  state         text   not null,
  requested_by  text   not null,
  requested     text   not null,
  changed       text   not null
);
create table warrant_approval (
  warrant   text not null,
  seat      text not null,
  person    text not null,
  time      text not null,
  signature text not null,
  primary key (warrant, seat)
);
-- What an execution did. The wrapped key is what opens its file to the recipient: kept here by the
-- transaction that records the act, so that a file without it is noise.
create table warrant_execution (
  warrant text   not null primary key,
  person  text   not null,
  time    text   not null,
  letters bigint not null,
  unfit   bigint not null,
  absent  bigint not null,
  opposed bigint not null,
  sha256  text   not null,
  wrapped bytea  not null
);
