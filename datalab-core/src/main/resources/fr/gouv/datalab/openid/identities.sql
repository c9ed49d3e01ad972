-- Subjects of OpenID Connect providers, and whom they are here.

-- name: person
select person from openid_identity where issuer = ? and subject = ?

-- name: subject
select subject from openid_identity where issuer = ? and person = ?

-- name: link
insert into openid_identity (issuer, subject, person, since) values (?, ?, ?, ?)

-- name: unlink
delete from openid_identity where person = ?

-- name: closed
select count(*) from account where person = ? and closed is not null
