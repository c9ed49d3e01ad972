/** The answers that are not a success, one class for each exit code. */
package fr.gouv.datalab.refusals;
