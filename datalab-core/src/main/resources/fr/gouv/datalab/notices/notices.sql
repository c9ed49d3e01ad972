-- Notices: what is to be told by e-mail, and where.

-- name: setAddress
insert into notice_address (person, address, since) values (?, ?, ?)
on conflict (person) do update set address = excluded.address, since = excluded.since

-- name: addressOf
select address from notice_address where person = ?

-- name: forgetAddress
delete from notice_address where person = ?

-- name: forgetNotices
update notice set state = 'given up', changed = ? where person = ? and state = 'waiting'

-- name: cursor
select sequence from notice_cursor

-- name: advance
update notice_cursor set sequence = ? where sequence = ?

-- name: records
select record from journal_record where sequence >= ? and sequence < ? order by sequence

-- name: insert
insert into notice (event, person, kind, object, state, attempts, due, changed)
select ?, person, ?, ?, 'waiting', 0, ?, ? from notice_address where person = ?
on conflict do nothing

-- name: due
select n.event, n.person, a.address, n.kind, n.object, n.attempts
from notice n join notice_address a on a.person = n.person
where n.state = 'waiting' and n.due <= ? order by n.due, n.event, n.person limit 1

-- name: take
update notice set state = 'sending', changed = ? where event = ? and person = ? and state = 'waiting'

-- name: marked
update notice set state = ?, attempts = attempts + 1, due = ?, changed = ? where event = ? and person = ?

-- name: states
select state, count(*) from notice group by state

-- name: warrant
select convention, use_case from warrant where id = ?

-- name: release
select convention, submitted_by from release where id = ?
