/**
 * How a file is written, found by looking at it: its separator, its dates, its decimals, its forms.
 */
package fr.gouv.datalab.dialects;
