/** Runs of commands, in this process or in one of their own, and what they take: for benches. */
package fr.gouv.datalab.runs;
