/** Changing the lake's key on Spark, table by table. */
package fr.gouv.datalab.rotations.spark;
