-- name: last
select coalesce(max(number), 0) from replay where delivery = ?

-- name: begin
insert into replay (id, delivery, dataset, number, state, person, contract, correction, file, started)
values (?, ?, ?, ?, 'PENDING', ?, ?, ?, ?, ?)

-- name: find
select * from replay where id = ?

-- name: unfinished
select * from replay where dataset = ? and state in ('PENDING', 'DECIDED') order by started, id

-- name: corrected
select count(*) from replay where delivery = ? and correction = ? and file = ? and state in ('DECIDED', 'DONE')

-- name: decide
update replay set state = 'DECIDED', judged = ?, accepted = ?, refused = ? where id = ? and state = 'PENDING'

-- name: move
update delivery set accepted = accepted + ?, quarantined = quarantined - ? where id = ?

-- name: end
update replay set state = ?, ended = ? where id = ? and state = ?

-- name: unchanged
update replay set judged = ?, accepted = 0, refused = ? where id = ?
