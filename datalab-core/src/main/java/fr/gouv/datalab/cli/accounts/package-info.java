/** The commands {@code datalab account}. */
package fr.gouv.datalab.cli.accounts;
