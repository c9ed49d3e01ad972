-- The finest cells by training.
SELECT id_formation AS formation,
       count_if(sortant) AS sortants,
       count(*) AS effectif,
       count_if(poursuite) AS en_poursuite,
       count_if(interruption) AS interruptions,
       sum(IF(sortant, emploi_6m, 0)) AS emploi_6m,
       sum(IF(sortant, emploi_12m, 0)) AS emploi_12m,
       sum(IF(sortant, emploi_18m, 0)) AS emploi_18m,
       sum(IF(sortant, emploi_24m, 0)) AS emploi_24m,
       sum(IF(sortant, cdi_6m, 0)) AS cdi_6m,
       round(sum(IF(sortant, attendu, 0)), 1) AS attendus_12m
FROM attendus
GROUP BY ALL
