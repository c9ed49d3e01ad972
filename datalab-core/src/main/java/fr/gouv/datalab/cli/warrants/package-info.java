/** {@code datalab warrant ...}: re-identification, by two people's leave. */
package fr.gouv.datalab.cli.warrants;
