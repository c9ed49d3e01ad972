-- name: insert
insert into warrant (id, convention, use_case, list, letter, recipient, recipient_key, reason, until, state,
  requested_by, requested, changed) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: numbered
select count(*) from warrant where id like ?

-- name: find
select * from warrant where id = ?

-- name: all
select * from warrant order by requested desc, id desc

-- name: state
update warrant set state = ?, changed = ? where id = ? and state = ?

-- name: approve
insert into warrant_approval (warrant, seat, person, time, signature) values (?, ?, ?, ?, ?)

-- name: approvals
select * from warrant_approval where warrant = ? order by time, seat

-- name: execute
insert into warrant_execution (warrant, person, time, letters, unfit, absent, opposed, sha256, wrapped)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: execution
select * from warrant_execution where warrant = ?
