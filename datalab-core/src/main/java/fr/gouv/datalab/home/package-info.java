/** Where a datalab keeps what it owns, and how it is configured. */
package fr.gouv.datalab.home;
