/**
 * Linkage of two files without identifiers: which parts of two civil statuses agree, and how much
 * that weighs (Fellegi and Sunter, A theory for record linkage, JASA 64, 1969).
 */
package fr.gouv.datalab.linkage;
