/**
 * The datasets of the house and their contracts: who sends what, in which form, and how it is
 * protected.
 */
package fr.gouv.datalab.catalogue;
