-- Whom an OpenID Connect provider's subject is here. A subject is one person for good, whatever it is called later, and a
-- person has one subject of a provider: a name that the provider gives to another is not theirs.
create table openid_identity (
  issuer  text not null,
  subject text not null,
  person  text not null,
  since   text not null,
  primary key (issuer, subject)
);
create unique index openid_identity_by_person on openid_identity (issuer, person);

-- Where a person wants to be told by e-mail.
create table notice_address (
  person  text not null primary key,
  address text not null,
  since   text not null
);
-- What is to be told: made from the journal's records, once for an event and a person. `sending` is written before the
-- mail server is called: one that stays so was perhaps sent, and is not sent again.
create table notice (
  event    text   not null,
  person   text   not null,
  kind     text   not null,
  object   text   not null,
  state    text   not null,
  attempts bigint not null,
  due      text   not null,
  changed  text   not null,
  primary key (event, person)
);
create index notice_by_state on notice (state, due);
-- Up to which record of the journal notices were made.
create table notice_cursor (sequence bigint not null);
insert into notice_cursor select size from journal_tree;
