/** The command {@code datalab serve desk}. */
package fr.gouv.datalab.cli.desk;
