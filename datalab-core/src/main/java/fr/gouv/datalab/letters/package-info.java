/**
 * Letters: whom they are addressed to, in the six lines of the French standard, and the proof that
 * people approve before any is sent.
 */
package fr.gouv.datalab.letters;
