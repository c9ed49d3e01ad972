/**
 * Accounts of people who sign in to a server: a password (Argon2id) and a one-time code (TOTP). An
 * account says who someone is; what they may do is said by conventions.
 */
package fr.gouv.datalab.accounts;
