-- The nine thresholds of household income, exact, over every household of the year.
SELECT percentile(revenu_fiscal_reference,
                  array(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)) AS seuils
FROM dgfip_foyers_fiscaux
WHERE annee = year(:as_of) - 1
