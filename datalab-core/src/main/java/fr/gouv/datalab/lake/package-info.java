/** The lake's files: which key each is encrypted under, and who may have it. Without Spark. */
package fr.gouv.datalab.lake;
