/** The commands {@code datalab notice}. */
package fr.gouv.datalab.cli.notices;
