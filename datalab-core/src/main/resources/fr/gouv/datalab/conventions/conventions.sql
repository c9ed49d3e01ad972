-- The conventions' rooms of the registry: the same text on SQLite and PostgreSQL.

-- name: ids
select distinct id from convention order by id

-- name: versions
select id, version, document, sha256, added, suspended, ended
from convention where id = ? order by version desc

-- name: document
select document from convention where id = ? and version = ?

-- name: signatures
select party, time, signature from convention_signature
where convention = ? and version = ? order by party

-- name: insert
insert into convention (id, version, title, document, sha256, added) values (?, ?, ?, ?, ?, ?)

-- name: sign
insert into convention_signature (convention, version, party, person, time, signature)
values (?, ?, ?, ?, ?, ?)

-- name: suspend
update convention set suspended = ? where id = ? and suspended is null

-- name: end
update convention set ended = ? where id = ? and ended is null
