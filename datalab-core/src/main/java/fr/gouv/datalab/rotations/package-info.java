/** Changing the lake's key: what was done, what is left to do, and what no longer can be read. */
package fr.gouv.datalab.rotations;
