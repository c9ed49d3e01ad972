package fr.gouv.datalab.sample.training;

import fr.gouv.datalab.sample.places.Commune;

/**
 * A training given by an establishment.
 *
 * @param number 0 .. formations - 1; from there on, trainings that nobody attended
 * @param access {@code SCOLAIRE, APPRENTISSAGE, CONTINUE}
 * @param effect true effect on the log-odds of employment of those who leave it
 * @param weight how many trainees it draws, against the others of its kind
 */
public record Formation(
    int number,
    String id,
    String uai,
    String siret,
    String rncp,
    String title,
    String field,
    int level,
    String access,
    Commune commune,
    double effect,
    double weight) {}
