/**
 * The way out: rules, suppression and audit of statistical tables, in plain Java.
 *
 * <p>A {@link fr.gouv.datalab.disclosure.ProtectionSpec} says what the table is and how it is
 * protected, a {@link fr.gouv.datalab.disclosure.CellTable} holds its finest cells, {@link
 * fr.gouv.datalab.disclosure.Protection} makes of both a {@link
 * fr.gouv.datalab.disclosure.ProtectedTable} whose {@link fr.gouv.datalab.disclosure.Verdict} an
 * attacker's view has been asked for.
 */
package fr.gouv.datalab.disclosure;
