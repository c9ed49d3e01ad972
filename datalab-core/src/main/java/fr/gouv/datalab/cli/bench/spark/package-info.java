/** How soon a stopped flow is stopped, measured on running jobs. */
package fr.gouv.datalab.cli.bench.spark;
