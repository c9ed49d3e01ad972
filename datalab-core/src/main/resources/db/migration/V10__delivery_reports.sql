-- What a delivery was like: how its files were written, its columns, what changed since the last one, what was mended, and its
-- protected figures (counts under the threshold are not in it). One JSON document, from which its report is written.
create table delivery_report (
  delivery text not null primary key,
  document text not null
);
