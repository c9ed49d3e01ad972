-- Households that hold at least two of these cars, through any of their declarants.
SELECT d.foyer,
       count(*) AS vehicules,
       CASE WHEN count_if(v.energie = 'GO') = 0 THEN 'ESSENCE'
            WHEN count_if(v.energie = 'GO') = count(*) THEN 'GAZOLE'
            ELSE 'MIXTE' END AS energie
FROM foyer_declarant d
JOIN titulaires t ON t.spi = d.spi
JOIN vehicules_thermiques v ON v.immatriculation = t.immatriculation
GROUP BY d.foyer
HAVING count(*) >= 2
