/**
 * What a ministry reads of a release: one document in French, as a page and as a printable file,
 * whose bytes depend on the release alone.
 */
package fr.gouv.datalab.reports;
