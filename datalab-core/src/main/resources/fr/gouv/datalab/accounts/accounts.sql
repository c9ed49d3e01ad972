-- Accounts: found by person, or by the hash of an invitation.

-- name: insert
insert into account (person, roles, created, invitation, invited, totp_step, failures)
values (?, ?, ?, ?, ?, 0, 0)

-- name: invite
update account set invitation = ?, invited = ?, password = null, totp = null, activated = null
where person = ? and closed is null

-- name: byPerson
select * from account where person = ?

-- name: byInvitation
select * from account where invitation = ? and closed is null

-- name: all
select * from account order by person

-- name: prepare
update account set password = ?, totp = ?, totp_step = 0 where person = ?

-- name: activate
update account set invitation = null, invited = null, activated = ?, totp_step = ?, failures = 0, retry = null
where person = ?

-- name: vouched
update account set invitation = null, invited = null, activated = ?, failures = 0, retry = null where person = ?

-- name: signedIn
update account set totp_step = ?, failures = 0, retry = null where person = ?

-- name: failed
update account set failures = failures + 1, retry = ? where person = ?

-- name: close
update account set closed = ?, password = null, totp = null, invitation = null where person = ? and closed is null
