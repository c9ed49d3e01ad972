-- One row per unit with everything that is counted.
SELECT u.nir, u.id_formation, u.sexe, u.niveau_entree,
       CASE WHEN year(:as_of) - 3 - u.annee_naissance < 20 THEN 'moins de 20 ans'
            WHEN year(:as_of) - 3 - u.annee_naissance < 26 THEN '20 à 25 ans'
            WHEN year(:as_of) - 3 - u.annee_naissance < 40 THEN '26 à 39 ans'
            ELSE '40 ans et plus' END AS tranche_age,
       f.domaine, f.niveau, f.voie_acces, f.code_commune,
       p.nir IS NOT NULL AS poursuite,
       p.nir IS NULL AS sortant,
       p.nir IS NULL AND coalesce(u.certifie = false, false) AND u.date_sortie < u.date_fin_prevue AS interruption,
       coalesce(e.emploi_6m, 0) AS emploi_6m,
       coalesce(e.emploi_12m, 0) AS emploi_12m,
       coalesce(e.emploi_18m, 0) AS emploi_18m,
       coalesce(e.emploi_24m, 0) AS emploi_24m,
       coalesce(e.cdi_6m, 0) AS cdi_6m
FROM unites u
JOIN formation_formations f ON f.id_formation = u.id_formation
LEFT JOIN poursuites p ON p.nir = u.nir AND p.id_formation = u.id_formation
LEFT JOIN emplois e ON e.nir = u.nir AND e.id_formation = u.id_formation
