/** What a replay moves in the three tables of a dataset. */
package fr.gouv.datalab.replays.spark;
