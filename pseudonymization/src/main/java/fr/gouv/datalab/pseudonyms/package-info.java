/** The three layers of a pseudonym: token, lake pseudonym, project pseudonym. 16 bytes each. */
package fr.gouv.datalab.pseudonyms;
