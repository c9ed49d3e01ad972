/** Conditions between the columns of a row, evaluated without Spark and to the same answers. */
package fr.gouv.datalab.ingest.conditions;
