-- Units whose person enters another training, or another session, within twelve months of leaving.
SELECT DISTINCT u.nir, u.id_formation
FROM unites u
JOIN formation_stagiaires s ON s.nir = u.nir
WHERE s.date_entree >= u.date_sortie AND s.date_entree <= add_months(u.date_sortie, 12)
  AND NOT (s.id_formation = u.id_formation AND s.session = u.session)
