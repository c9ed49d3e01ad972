-- How many openings of a dataset were asked on a day: what the chart by week is drawn from, whatever the length of the log.
create table access_day (
  dataset text   not null,
  day     text   not null,
  granted bigint not null,
  number  bigint not null,
  primary key (dataset, day, granted)
);
insert into access_day
select dataset, substr(time, 1, 10), case when verdict = 'granted' then 1 else 0 end, count(*) from access
group by dataset, substr(time, 1, 10), case when verdict = 'granted' then 1 else 0 end;

-- The last opening that a release can rest on.
create index access_by_use on access (convention, use_case, dataset, time, sequence);

-- The lists of releases by state and by convention, each read from where the page before ended.
drop index release_by_state;
create index release_by_state on release (state, created, id);
create index release_by_convention on release (convention, state, changed, id);
