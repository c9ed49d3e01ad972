/** The command of the gate's server. */
package fr.gouv.datalab.cli.gate;
