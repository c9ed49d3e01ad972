-- name: insert
insert into mailing_list (id, use_case, convention, as_of, seed, share, treated, control, letter, lake_key,
  person, drawn) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: all
select * from mailing_list order by drawn desc, id

-- name: latest
select * from mailing_list where use_case = ? and convention = ? order by drawn desc, id limit 1

-- name: named
select * from mailing_list where id like ? order by id

-- name: find
select * from mailing_list where id = ?

-- name: of
select * from mailing_list where convention = ? order by drawn, id

-- name: rekeyed
update mailing_list set content = ?, lake_key = ? where id = ?
