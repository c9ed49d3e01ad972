/** The commands `datalab release`: from a draft to its signed package. */
package fr.gouv.datalab.cli.release;
