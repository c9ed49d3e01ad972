-- The producers' switches: a row with `stopped` is a stopped flow, any other an open one.

-- name: stop
insert into flow (dataset, stopped, person, reason) values (?, ?, ?, ?)
on conflict (dataset) do update
set stopped = excluded.stopped, person = excluded.person, reason = excluded.reason

-- name: resume
update flow set stopped = null, reason = null, person = ? where dataset = ?

-- name: stopped
select dataset, stopped, person, reason from flow where dataset = ? and stopped is not null

-- name: allStopped
select dataset, stopped, person, reason from flow where stopped is not null order by dataset
