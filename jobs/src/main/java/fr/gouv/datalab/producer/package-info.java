/**
 * The producer's own stage, on its premises: tokens in the place of identifiers before anything
 * leaves. No Spark, no lake, no home.
 */
package fr.gouv.datalab.producer;
