-- What came in. A delivery is pending until all its rows are in the lake; only those ingested are ever read.
create table delivery (
  id          text   not null primary key,
  dataset     text   not null,
  state       text   not null,
  person      text   not null,
  started     text   not null,
  ended       text,
  rows_read   bigint not null,
  accepted    bigint not null,
  quarantined bigint not null
);
create index delivery_by_dataset on delivery (dataset, state);
create table delivery_file (
  delivery text   not null,
  number   bigint not null,
  sha256   text   not null,
  size     bigint not null,
  primary key (delivery, number)
);
create index delivery_file_by_content on delivery_file (sha256);
