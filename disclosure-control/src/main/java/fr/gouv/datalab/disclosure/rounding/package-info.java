/**
 * Rounding of whole tables to multiples of a base, such that what is published still adds up.
 *
 * <p>Cox, <i>A constructive procedure for unbiased controlled rounding</i> (JASA, 1987); Salazar,
 * <i>Controlled rounding and cell perturbation</i> (2006); Langsrud and Heldal, <i>Small count
 * rounding</i> (PSD 2018).
 */
package fr.gouv.datalab.disclosure.rounding;
