-- Who may sign in to the desk. What a person may do there is said by conventions, not here.
create table account (
  person     text   not null primary key,
  roles      text   not null,
  created    text   not null,
  invitation text,
  invited    text,
  password   text,
  totp       bytea,
  totp_step  bigint not null,
  activated  text,
  closed     text,
  failures   bigint not null,
  retry      text
);
create index account_by_invitation on account (invitation);

-- What reviewers write on a release, as a whole or on a cell of a table of it.
create table release_comment (
  release  text   not null,
  sequence bigint not null,
  round    bigint not null,
  person   text   not null,
  time     text   not null,
  output   text   not null,
  cell     text   not null,
  comment  text   not null,
  primary key (release, sequence)
);

-- The checklist that goes with a decision, as the person filled it in.
create table release_checklist (
  release  text   not null,
  sequence bigint not null,
  person   text   not null,
  answers  text   not null,
  primary key (release, sequence)
);

-- The desk's lists read a page at a time, whatever the number of releases.
create index release_by_creation on release (created, id);
create index release_by_change on release (state, changed, id);
create index release_by_series on release (use_case, convention, created);
