-- Personal tokens: found by the hash of their secret, named by their id.

-- name: insert
insert into token (id, sha256, person, created, expires) values (?, ?, ?, ?, ?)

-- name: bySecret
select id, person, created, expires, revoked from token where sha256 = ?

-- name: byId
select id, person, created, expires, revoked from token where id = ?

-- name: ofPerson
select id, person, created, expires, revoked from token where person = ? order by created, id

-- name: revoke
update token set revoked = ? where id = ? and person = ? and revoked is null
