/** Telling people by e-mail that something waits for them; never what it is about. */
package fr.gouv.datalab.notices;
