-- The unit: a person and a training left during the cohort year; the latest session when several.
SELECT nir, id_formation, session, date_fin_prevue, date_sortie, certifie, sexe, annee_naissance, niveau_entree
FROM (
  SELECT *, row_number() OVER (PARTITION BY nir, id_formation ORDER BY date_sortie DESC, session DESC) AS rang
  FROM formation_stagiaires
  WHERE year(date_sortie) = year(:as_of) - 3
)
WHERE rang = 1
