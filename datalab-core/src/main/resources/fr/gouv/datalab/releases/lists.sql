-- The lists of releases, a page at a time, each from where the page before ended.

-- name: holds
select count(*) from release where id = ?

-- name: waiting
select id, title, use_case, convention, state, created, author, submitted_by, changed from release
where state = 'SUBMITTED' and (changed, id) > (?, ?) order by changed, id limit ?

-- name: waitingOf
select id, title, use_case, convention, state, created, author, submitted_by, changed from release
where convention = ? and state = 'SUBMITTED' and (changed, id) > (?, ?) order by changed, id limit ?

-- name: others
select id, title, use_case, convention, state, created, author, submitted_by, changed from release
where state <> 'SUBMITTED' and (created, id) < (?, ?) order by created desc, id desc limit ?

-- name: othersOf
select id, title, use_case, convention, state, created, author, submitted_by, changed from release
where convention = ? and state <> 'SUBMITTED' and (created, id) < (?, ?) order by created desc, id desc limit ?

-- name: inState
select id, title, use_case, convention, state, created, author, submitted_by, changed from release
where state = ? and (created, id) < (?, ?) order by created desc, id desc limit ?

-- name: inStateOf
select id, title, use_case, convention, state, created, author, submitted_by, changed from release
where convention = ? and state = ? and (created, id) < (?, ?) order by created desc, id desc limit ?

-- name: exportedOf
select id, title, use_case, convention, state, created, author, submitted_by, changed from release
where convention = ? and state = 'EXPORTED' and (changed, id) < (?, ?) order by changed desc, id desc limit ?

-- name: changed
select id, title, use_case, convention, state, created, author, submitted_by, changed from release
where state = ? order by changed desc, id desc limit ?

-- name: changedOf
select id, title, use_case, convention, state, created, author, submitted_by, changed from release
where convention = ? and state = ? order by changed desc, id desc limit ?

-- name: decisions
select release, sequence, round, person, role, decision, comment, time, statement, signature
from release_decision where release in (?) order by release, sequence

-- name: countByState
select state, count(*) as number from release group by state

-- name: countByStateOf
select state, count(*) as number from release where convention = ? group by state

-- name: countInState
select count(*) from release where state = ?

-- name: before
select id, title, use_case, convention, state, created, author, submitted_by, changed from release
where use_case = ? and convention = ? and created < ? and state in ('EXPORTED', 'WITHDRAWN')
order by created desc, id desc limit ?
