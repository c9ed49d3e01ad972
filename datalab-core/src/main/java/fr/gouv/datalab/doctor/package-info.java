/**
 * Looks after an installation: is it sound, and does any byte of it hold an identifier in clear?
 */
package fr.gouv.datalab.doctor;
