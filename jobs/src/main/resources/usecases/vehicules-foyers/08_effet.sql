-- The units of the list as chance divided them, by what became of them: intention to treat.
SELECT l.groupe,
       CASE WHEN n.foyer IS NULL THEN 'NON' ELSE 'OUI' END AS issue,
       count(*) AS foyers
FROM liste_courrier l
LEFT JOIN nouvelles_immatriculations n ON n.foyer = l.unite
GROUP BY ALL
