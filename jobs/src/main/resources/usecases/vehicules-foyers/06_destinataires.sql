-- Who is named on a household's letter: those of its declarants who hold the cars, and nobody else,
-- so that no letter tells one spouse what the other owns.
SELECT DISTINCT d.foyer, d.spi
FROM foyer_declarant d
JOIN titulaires t ON t.spi = d.spi
JOIN vehicules_thermiques v ON v.immatriculation = t.immatriculation
