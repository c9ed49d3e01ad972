/**
 * The identifiers of the French State: how each is written, normalised and checked.
 *
 * <p>Nothing here is secret and nothing here is random. A value goes in as a ministry wrote it; its
 * one normalised form comes out, or the rule that it breaks. No message ever repeats the value.
 */
package fr.gouv.datalab.identifiers;
