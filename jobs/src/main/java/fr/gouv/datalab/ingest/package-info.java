/**
 * The way in, without Spark: a delivered file is surveyed, cut into records, and each record read
 * against its contract.
 */
package fr.gouv.datalab.ingest;
