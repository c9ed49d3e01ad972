-- name: tree
select size, peaks from journal_tree

-- name: insertRecord
insert into journal_record (sequence, record, leaf) values (?, ?, ?)

-- name: insertNode
insert into journal_node (level, position, hash) values (?, ?, ?)

-- name: updateTree
update journal_tree set size = ?, peaks = ?

-- name: records
select sequence, record, leaf from journal_record where sequence >= ? and sequence < ? order by sequence

-- name: leaves
select leaf from journal_record where sequence >= ? and sequence < ? order by sequence

-- name: nodes
select hash from journal_node where level = ? and position >= ? and position < ? order by position

-- name: everything
select sequence, record, leaf from journal_record order by sequence

-- name: countNodes
select count(*) from journal_node
