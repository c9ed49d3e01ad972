-- The rows of a long past, in the registry's own tables.

-- name: release
insert into release (id, title, use_case, convention, state, created, author, submitted_by, changed, audit)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'safe')

-- name: file
insert into release_file (release, path, sha256, size) values (?, ?, ?, ?)

-- name: decision
insert into release_decision (release, sequence, round, person, role, decision, comment, time, statement, signature)
values (?, ?, 1, ?, ?, ?, '', ?, ?, ?)

-- name: access
insert into access (sequence, time, person, convention, use_case, dataset, columns, verdict)
values (?, ?, ?, ?, 'vehicules-foyers', ?, ?, ?)

-- name: day
insert into access_day (dataset, day, granted, number) values (?, ?, ?, ?)
on conflict (dataset, day, granted) do update set number = access_day.number + excluded.number
