/** Commands on the rights of persons. */
package fr.gouv.datalab.cli.rights;
