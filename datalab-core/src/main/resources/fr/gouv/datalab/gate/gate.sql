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
