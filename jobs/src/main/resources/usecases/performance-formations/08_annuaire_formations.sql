-- What anyone reads in the directory of trainings: where each is given, at which level, by which way.
SELECT id_formation AS formation,
       CASE WHEN substr(code_commune, 1, 2) IN ('97', '98')
            THEN substr(code_commune, 1, 3) ELSE substr(code_commune, 1, 2) END AS territoire,
       concat('N', niveau) AS niveau,
       voie_acces AS voie
FROM formation_formations
