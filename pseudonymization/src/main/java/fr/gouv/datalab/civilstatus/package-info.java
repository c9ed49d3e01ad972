/**
 * Civil status as keyed tokens: what two files have instead of a shared number, and what a linkage
 * reads instead of names, dates and addresses.
 */
package fr.gouv.datalab.civilstatus;
