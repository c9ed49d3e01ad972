-- Changes of the lake's key. One without an end is under way, or was interrupted and waits to be resumed.
create table lake_rotation (
  number       bigint not null primary key,
  from_version bigint not null,
  to_version   bigint not null,
  person       text   not null,
  started      text   not null,
  switched     text,
  ended        text,
  outcome      text
);
-- The tables that stand whole under the new version, and the commit of the old table that they are a copy of.
create table lake_rotation_table (
  rotation      bigint not null,
  room          text   not null,
  dataset       text   not null,
  source_commit bigint not null,
  row_count     bigint not null,
  primary key (rotation, room, dataset)
);
