-- For each unit, the contracts that cover the dates 6, 12, 18 and 24 months after leaving.
-- The permanent contract wins at six months, so a unit has a CDI as its main contract when it has one at all.
SELECT u.nir, u.id_formation,
       max(IF(c.date_debut <= add_months(u.date_sortie, 6) AND coalesce(c.date_fin >= add_months(u.date_sortie, 6), true), 1, 0)) AS emploi_6m,
       max(IF(c.date_debut <= add_months(u.date_sortie, 12) AND coalesce(c.date_fin >= add_months(u.date_sortie, 12), true), 1, 0)) AS emploi_12m,
       max(IF(c.date_debut <= add_months(u.date_sortie, 18) AND coalesce(c.date_fin >= add_months(u.date_sortie, 18), true), 1, 0)) AS emploi_18m,
       max(IF(c.date_debut <= add_months(u.date_sortie, 24) AND coalesce(c.date_fin >= add_months(u.date_sortie, 24), true), 1, 0)) AS emploi_24m,
       max(IF(c.nature = 'CDI' AND c.date_debut <= add_months(u.date_sortie, 6) AND coalesce(c.date_fin >= add_months(u.date_sortie, 6), true), 1, 0)) AS cdi_6m
FROM unites u
JOIN dsn_contrats c ON c.nir = u.nir
WHERE c.nature <> 'STAGE'
GROUP BY u.nir, u.id_formation
