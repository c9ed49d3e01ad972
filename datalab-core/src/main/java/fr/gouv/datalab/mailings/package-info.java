/** Lists of persons to write to: pseudonyms of one project, drawn once, named by their hash. */
package fr.gouv.datalab.mailings;
