/** Executing a warrant: from a list of pseudonyms to one sealed file of addresses. */
package fr.gouv.datalab.warrants.spark;
