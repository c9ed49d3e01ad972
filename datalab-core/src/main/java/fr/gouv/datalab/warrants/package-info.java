/**
 * Warrants: by whose leave the persons behind a list are known again, once, for one purpose, by one
 * recipient.
 */
package fr.gouv.datalab.warrants;
