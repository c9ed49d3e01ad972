/** Statistical models of the use cases, with their provenance. */
package fr.gouv.datalab.models;
