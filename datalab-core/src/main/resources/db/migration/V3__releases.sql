-- What was frozen at the first export of a release: the package is made from it again, byte for byte.
create table release_export (
  release   text  not null primary key,
  time      text  not null,
  person    text  not null,
  proof     text  not null,
  sums      text  not null,
  signature bytea not null
);
