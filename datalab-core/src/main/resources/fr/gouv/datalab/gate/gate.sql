-- The access log: one row for each dataset of each opening asked for.

-- name: insert
insert into access (sequence, time, person, convention, use_case, dataset, columns, verdict)
values (?, ?, ?, ?, ?, ?, ?, ?)

-- name: ofDataset
select sequence, time, person, convention, use_case, dataset, columns, verdict
from access where dataset = ? order by sequence

-- name: ofConvention
select sequence, time, person, convention, use_case, dataset, columns, verdict
from access where convention = ? order by sequence, dataset

-- name: latestOfDataset
select sequence, time, person, convention, use_case, dataset, columns, verdict from access
where dataset = ? order by sequence desc limit ?

-- name: latest
select sequence, time, person, convention, use_case, dataset, columns, verdict from access
order by sequence desc limit ?

-- name: byDay
select substr(time, 1, 10) as day, verdict = 'granted' as granted, count(*) as number from access
where dataset = ? and time >= ? group by substr(time, 1, 10), verdict = 'granted'
