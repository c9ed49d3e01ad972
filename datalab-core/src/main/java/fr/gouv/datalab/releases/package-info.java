/**
 * What leaves the datalab: drafts, the people who decide on them, and every decision signed. A
 * release's files are copied at its draft and hashed; nothing that changed since goes further.
 */
package fr.gouv.datalab.releases;
