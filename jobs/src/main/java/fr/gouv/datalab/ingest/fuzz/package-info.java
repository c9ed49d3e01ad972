/** Spoilt files, sent through the intake to see that it stands. */
package fr.gouv.datalab.ingest.fuzz;
