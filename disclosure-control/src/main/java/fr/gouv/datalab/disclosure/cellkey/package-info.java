/**
 * Cell-key perturbation: each count is changed by a few units, the same units always in the same
 * way.
 *
 * <p>Fraser and Wooton, <i>A proposed method for confidentialising tabular output to protect
 * against differencing</i> (2005); Giessing, <i>Computational issues in the design of transition
 * probabilities and disclosure risk estimation for additive noise</i> (PSD 2016).
 */
package fr.gouv.datalab.disclosure.cellkey;
