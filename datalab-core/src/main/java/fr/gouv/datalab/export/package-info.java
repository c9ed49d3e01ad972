/**
 * The package of a release: a folder that an outsider reads, and checks offline with a public key
 * alone.
 */
package fr.gouv.datalab.export;
