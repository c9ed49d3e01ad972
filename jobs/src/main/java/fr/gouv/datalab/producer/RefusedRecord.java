package fr.gouv.datalab.producer;

/**
 * A record that the contract refuses, without its values.
 *
 * @param line where it starts in the file, or its rank where a file has no lines
 * @param column at which it broke a rule, empty where the rule is about the whole row
 * @param rule its stable name
 * @param reason in French
 */
record RefusedRecord(long line, String column, String rule, String reason) {}
