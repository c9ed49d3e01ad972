/** What the house adds to Parquet files that anyone can make again: the same bytes each time. */
package fr.gouv.datalab.parquet;
