package fr.gouv.datalab.catalogue;

/**
 * A condition between columns that every row must meet.
 *
 * @param name by which the quarantine cites it
 * @param check a condition in SQL over the contract's columns; a row where it is false is refused
 * @param reason French sentence that says what is wrong with a row that does not meet it
 */
public record QualityRule(String name, String check, String reason) {}
