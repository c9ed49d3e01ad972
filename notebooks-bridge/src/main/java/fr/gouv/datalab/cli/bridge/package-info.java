/** The bridge's commands. */
package fr.gouv.datalab.cli.bridge;
