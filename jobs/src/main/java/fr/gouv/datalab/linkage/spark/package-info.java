/** The linkage's run on Spark: blocks, pairs, patterns, assignment. */
package fr.gouv.datalab.linkage.spark;
