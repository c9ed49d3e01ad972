-- What the house holds, counted.

-- name: releases
select state, count(*) as number from release group by state

-- name: journal
select size from journal_tree
