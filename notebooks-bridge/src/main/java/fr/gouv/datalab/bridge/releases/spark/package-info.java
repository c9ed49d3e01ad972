/** Proposing a table for release: its query run again, its cells protected, its draft made. */
package fr.gouv.datalab.bridge.releases.spark;
