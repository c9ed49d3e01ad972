/**
 * The pages on conventions: which there are, where each stands, its text as its parties read it.
 */
package fr.gouv.datalab.desk.conventions;
