-- What reviewers wrote on releases.

-- name: insert
insert into release_comment (release, sequence, round, person, time, output, cell, comment)
values (?, ?, ?, ?, ?, ?, ?, ?)

-- name: of
select * from release_comment where release = ? order by sequence

-- name: checklists
select * from release_checklist where release = ? order by sequence
