-- Personal tokens, by which a person is known to a server. The secret itself is kept by nobody but its holder.
create table token (
  id      text not null primary key,
  sha256  text not null unique,
  person  text not null,
  created text not null,
  expires text not null,
  revoked text
);
create index token_by_person on token (person, created);
