/** Drafts of contracts: what a file tells of itself, and what to ask its producer. */
package fr.gouv.datalab.drafts;
