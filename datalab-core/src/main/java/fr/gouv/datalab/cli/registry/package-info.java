/** The commands on the registry itself. */
package fr.gouv.datalab.cli.registry;
