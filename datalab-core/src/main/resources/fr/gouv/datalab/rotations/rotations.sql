-- name: unfinished
select * from lake_rotation where ended is null order by number

-- name: last
select coalesce(max(number), 0) from lake_rotation

-- name: begin
insert into lake_rotation (number, from_version, to_version, person, started) values (?, ?, ?, ?, ?)

-- name: forget
delete from lake_rotation_table where rotation = ? and room = ? and dataset = ?

-- name: rewrote
insert into lake_rotation_table (rotation, room, dataset, source_commit, row_count) values (?, ?, ?, ?, ?)

-- name: rewritten
select * from lake_rotation_table where rotation = ? order by room, dataset

-- name: switched
update lake_rotation set switched = ? where number = ? and switched is null

-- name: end
update lake_rotation set ended = ?, outcome = ? where number = ? and ended is null
