/** What the gate granted, as Spark frames. */
package fr.gouv.datalab.gate.spark;
