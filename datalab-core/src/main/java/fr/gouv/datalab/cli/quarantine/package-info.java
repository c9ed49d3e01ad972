/** Commands on rows that broke their contract. */
package fr.gouv.datalab.cli.quarantine;
