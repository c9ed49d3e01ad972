/** The command that finds the reports of deliveries. */
package fr.gouv.datalab.cli.quality;
