/** The way in, on Spark: from delivered files to the lake, quarantine and the vault. */
package fr.gouv.datalab.ingest.spark;
