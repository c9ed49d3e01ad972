-- Grants of running jobs: found by the hash of their secret, named by their id.

-- name: insert
insert into job_grant (id, sha256, access, convention, version, use_case, datasets, person, token, lake_key, opened,
  last_day, expires)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: bySecret
select * from job_grant where sha256 = ?

-- name: byId
select * from job_grant where id = ?

-- name: renew
update job_grant set expires = ? where id = ? and closed is null

-- name: close
update job_grant set closed = ? where id = ? and closed is null

-- name: over
select id from job_grant where closed is null and expires < ? order by id

-- name: uses
select key_name, uses from job_key_use where job = ? order by key_name

-- name: use
update job_key_use set uses = uses + ?, latest = ? where job = ? and key_name = ?

-- name: firstUse
insert into job_key_use (job, key_name, uses, since, latest) values (?, ?, 0, ?, ?)

-- name: known
select count(*) from job_key_use where job = ? and key_name = ?
