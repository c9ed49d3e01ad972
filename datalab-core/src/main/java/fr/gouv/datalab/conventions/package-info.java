/**
 * Conventions: the signed documents that say who may read which columns, for which purpose, until
 * when. Built-in ones are in {@code conventions/} of the class path, a home's own in its {@code
 * conventions/}; neither counts before it is added to the registry and signed by every party.
 */
package fr.gouv.datalab.conventions;
