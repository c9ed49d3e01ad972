-- Persons are keyed tokens here; an owner is an opposition or an erasure.

-- name: keepToken
insert into person_token (owner, number, kind, token) values (?, ?, ?, ?)

-- name: tokens
select kind, token from person_token where owner = ? order by number

-- name: forgetTokens
delete from person_token where owner = ?

-- name: countOppositions
select count(*) from opposition where id like ?

-- name: oppose
insert into opposition (id, convention, since, person) values (?, ?, ?, ?)

-- name: withdraw
update opposition set withdrawn = ?, withdrawn_by = ? where id = ?

-- name: oppositions
select id, convention, since, person, withdrawn from opposition order by since, id

-- name: idsInForce
select id from opposition
where withdrawn is null and (convention is null or convention = ?)
order by id

-- name: countErasures
select count(*) from erasure where id like ?

-- name: requestErasure
insert into erasure (id, state, ground, reference, requested, requested_by, found)
values (?, 'requested', ?, ?, ?, ?, ?)

-- name: requestErasureIn
insert into erasure_dataset (erasure, dataset) values (?, ?)

-- name: erasures
select * from erasure order by requested, id

-- name: erasure
select * from erasure where id = ?

-- name: erasureDatasets
select dataset, approved, approved_by from erasure_dataset where erasure = ? order by dataset

-- name: approveErasure
update erasure_dataset set approved = ?, approved_by = ? where erasure = ? and dataset = ?

-- name: setErasure
update erasure set state = ?, level = ? where id = ?

-- name: finishErasure
update erasure set state = 'done', executed = ?, executed_by = ?, proof = ? where id = ?

-- name: keepErasureKey
insert into erasure_key (erasure, dataset, delivery, token) values (?, ?, ?, ?)
on conflict do nothing

-- name: erasureKeys
select dataset, delivery, token from erasure_key where erasure = ?

-- name: forgetErasureKeys
delete from erasure_key where erasure = ?

-- name: suppressing
select e.id from erasure e join erasure_dataset d on d.erasure = e.id
where d.dataset = ? and e.state in ('approved', 'executing', 'done')
order by e.id

-- name: suppressedLevel
select count(*) from erasure e join erasure_dataset d on d.erasure = e.id
where d.dataset = ? and e.level = 'PROBABLE' and e.state in ('approved', 'executing', 'done')

-- name: beginRetention
insert into retention_run (dataset, started) values (?, ?) on conflict do nothing

-- name: retentionBegan
select count(*) from retention_run where dataset = ?

-- name: endRetention
delete from retention_run where dataset = ?

-- name: conventionExpired
select count(*) from retention_convention where convention = ?

-- name: expireConvention
insert into retention_convention (convention, expired) values (?, ?)
