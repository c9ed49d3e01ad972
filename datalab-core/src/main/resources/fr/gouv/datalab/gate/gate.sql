-- The access log: one row for each dataset of each opening asked for.

-- name: insert
insert into access (sequence, time, person, convention, use_case, dataset, columns, verdict)
values (?, ?, ?, ?, ?, ?, ?, ?)

-- name: ofDataset
select sequence, time, person, convention, use_case, dataset, columns, verdict from access
where dataset = ? and (? = '' or convention = ?) and time >= ? and time < ?
and (? = '' or person = ?) and (? = '' or (verdict = 'granted') = (? = 'granted'))
order by sequence desc, dataset desc limit ?

-- name: ofConvention
select sequence, time, person, convention, use_case, dataset, columns, verdict from access
where convention = ? and time >= ? and time < ?
and (? = '' or person = ?) and (? = '' or (verdict = 'granted') = (? = 'granted'))
order by sequence desc, dataset desc limit ?

-- name: latestOfDataset
select sequence, time, person, convention, use_case, dataset, columns, verdict from access
where dataset = ? order by sequence desc limit ?

-- name: latest
select sequence, time, person, convention, use_case, dataset, columns, verdict from access
order by sequence desc limit ?

-- name: byDay
select day, granted, number from access_day where dataset = ? and day >= ? order by day, granted

-- name: countDay
insert into access_day (dataset, day, granted, number) values (?, ?, ?, 1)
on conflict (dataset, day, granted) do update set number = access_day.number + 1

-- name: lastGranted
select sequence, time, person, convention, use_case, dataset, columns, verdict from access
where convention = ? and use_case = ? and dataset = ? and time <= ? and verdict = 'granted'
order by time desc, sequence desc limit 1
