/** The lake on Spark: its session, its Delta tables. */
package fr.gouv.datalab.lake.spark;
