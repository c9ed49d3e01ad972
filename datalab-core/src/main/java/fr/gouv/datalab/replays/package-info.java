/**
 * Refused rows that are judged again: the register of it, and the right to open what was sealed.
 */
package fr.gouv.datalab.replays;
