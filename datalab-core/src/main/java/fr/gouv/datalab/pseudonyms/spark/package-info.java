/** Pseudonyms as native expressions of Spark. */
package fr.gouv.datalab.pseudonyms.spark;
