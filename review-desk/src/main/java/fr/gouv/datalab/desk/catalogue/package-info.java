/** The catalogue as the one place to find protected data: what exists, who holds it, how to ask. */
package fr.gouv.datalab.desk.catalogue;
