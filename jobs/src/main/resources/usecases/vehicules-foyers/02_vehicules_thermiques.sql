-- Private cars of natural persons whose engine burns a fuel and has no electric motor.
SELECT v.immatriculation, v.energie
FROM siv_immatriculations v
JOIN energies e ON e.energie = v.energie
WHERE v.genre_national = 'VP' AND v.type_titulaire = 'P' AND e.thermique = 'oui'
