-- The order in which deliveries became whole: two may end at one time, and a machine's clock may go back.
alter table delivery add column sequence bigint;
update delivery set sequence =
  (select count(*) from delivery d
   where d.state = 'ingested' and (d.ended < delivery.ended or (d.ended = delivery.ended and d.id <= delivery.id)))
where state = 'ingested';
