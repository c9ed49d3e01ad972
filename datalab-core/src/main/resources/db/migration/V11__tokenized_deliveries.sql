-- Of a tokenised file, the keyed hash of the file in clear that it was made of: the same rows are known again.
alter table delivery_file add column source text;
