-- What each population may lose in all, in zCDP, and the convention's run that said so first.
create table privacy_budget (
  population text not null primary key,
  budget     text not null
);

-- What it has lost, with the journal's record of it. Rows are never changed nor removed.
create table privacy_spending (
  population text   not null,
  sequence   bigint not null,
  time       text   not null,
  person     text   not null,
  convention text   not null,
  use_case   text   not null,
  output     text   not null,
  rho        text   not null,
  mechanism  text   not null,
  figures    text   not null,
  primary key (population, sequence)
);
