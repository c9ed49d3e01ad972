-- What the gate granted to running jobs, for a short time. The secret that they present is kept as its hash alone.
create table job_grant (
  id         text not null primary key,
  sha256     text not null unique,
  access     bigint not null,
  convention text not null,
  version    bigint not null,
  use_case   text not null,
  datasets   text not null,
  person     text not null,
  token      text,
  lake_key   bigint not null,
  opened     text not null,
  last_day   text not null,
  expires    text not null,
  closed     text
);
create index job_grant_open on job_grant (closed, expires);

-- Which keys each job had, and how often: its first is in the journal before it is given.
create table job_key_use (
  job      text not null,
  key_name text not null,
  uses     bigint not null,
  since    text not null,
  latest   text not null,
  primary key (job, key_name)
);
