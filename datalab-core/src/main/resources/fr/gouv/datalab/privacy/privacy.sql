-- name: budget
select budget from privacy_budget where population = ?

-- name: populations
select population from privacy_budget order by population

-- name: insertBudget
insert into privacy_budget (population, budget) values (?, ?)

-- name: spendings
select time, rho, mechanism, use_case, output, figures from privacy_spending where population = ? order by sequence

-- name: insertSpending
insert into privacy_spending (population, sequence, time, person, convention, use_case, output, rho, mechanism, figures) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
