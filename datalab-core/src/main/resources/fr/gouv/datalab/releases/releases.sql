-- name: countOfYear
select count(*) from release where id >= ? and id < ?

-- name: insertRelease
insert into release (id, title, use_case, convention, state, created, author, changed, audit) values (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: insertFile
insert into release_file (release, path, sha256, size) values (?, ?, ?, ?)

-- name: insertDecision
insert into release_decision (release, sequence, round, person, role, decision, comment, time, statement, signature) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: insertExport
insert into release_export (release, time, person, proof, sums, signature) values (?, ?, ?, ?, ?, ?)

-- name: export
select time, person, proof, sums, signature from release_export where release = ?

-- name: list
select id, title, use_case, convention, state, created, author, submitted_by, changed from release order by created desc, id desc

-- name: release
select id, title, use_case, convention, state, created, author, submitted_by, changed from release where id = ?

-- name: files
select path, sha256, size from release_file where release = ? order by path

-- name: decisions
select sequence, round, person, role, decision, comment, time, statement, signature from release_decision where release = ? order by sequence

-- name: changeState
update release set state = ?, changed = ? where id = ?

-- name: submitted
update release set submitted_by = ? where id = ?

-- name: insertChecklist
insert into release_checklist (release, sequence, person, answers) values (?, ?, ?, ?)
