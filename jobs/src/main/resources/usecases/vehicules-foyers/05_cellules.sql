-- The finest cells: department, energy, income decile.
SELECT CASE WHEN substr(f.code_commune, 1, 2) IN ('97', '98')
            THEN substr(f.code_commune, 1, 3) ELSE substr(f.code_commune, 1, 2) END AS territoire,
       h.energie,
       concat('D', lpad(1 + size(filter(s.seuils, x -> x < f.revenu_fiscal_reference)), 2, '0')) AS decile,
       count(*) AS foyers
FROM foyers_deux_thermiques h
JOIN dgfip_foyers_fiscaux f ON f.spi_declarant1 = h.foyer AND f.annee = year(:as_of) - 1
CROSS JOIN deciles s
GROUP BY ALL
