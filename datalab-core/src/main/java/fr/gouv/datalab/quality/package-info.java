/**
 * What a delivery was like, for those who answer for it: counts, absences, distributions, drift and
 * refusals, in figures that single nobody out.
 */
package fr.gouv.datalab.quality;
