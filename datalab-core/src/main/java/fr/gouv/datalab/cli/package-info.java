/** The command line: the table of commands, their options in common, exit codes. */
package fr.gouv.datalab.cli;
