/** Measures protection on generated tables, as the literature does. */
package fr.gouv.datalab.disclosure.bench;
