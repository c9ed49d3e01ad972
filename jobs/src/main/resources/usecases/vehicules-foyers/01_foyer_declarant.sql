-- One row per declarant of a household of the latest income year before the date of the run.
SELECT spi_declarant1 AS foyer, spi_declarant1 AS spi
FROM dgfip_foyers_fiscaux
WHERE annee = year(:as_of) - 1
UNION ALL
SELECT spi_declarant1 AS foyer, spi_declarant2 AS spi
FROM dgfip_foyers_fiscaux
WHERE annee = year(:as_of) - 1 AND spi_declarant2 IS NOT NULL
