-- Training, then field of training, then all.
SELECT 'TOTAL' AS code, CAST(NULL AS STRING) AS parent, 'Toutes les formations' AS label
UNION ALL
SELECT DISTINCT concat('NSF', f.domaine), 'TOTAL', coalesce(d.libelle, f.domaine)
FROM formation_formations f LEFT JOIN domaines d ON d.domaine = f.domaine
UNION ALL
SELECT id_formation, concat('NSF', domaine), libelle FROM formation_formations
