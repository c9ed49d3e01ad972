/**
 * The gate over the network: a server that opens the keys of the lake's files to jobs that it
 * granted them to, and the client that runs in a job's processes. Without Spark.
 */
package fr.gouv.datalab.keyservice;
