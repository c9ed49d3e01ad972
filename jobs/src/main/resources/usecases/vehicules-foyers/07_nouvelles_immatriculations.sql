-- Households of which a declarant has taken a vehicle, new or used, since the list was drawn.
SELECT DISTINCT d.foyer
FROM foyer_declarant d
JOIN titulaires t ON t.spi = d.spi
JOIN siv_immatriculations v ON v.immatriculation = t.immatriculation
WHERE v.type_titulaire = 'P' AND v.date_certificat > :since AND v.date_certificat <= :as_of
