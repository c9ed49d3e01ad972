/** Sealing direct identifiers to their custodian's public key. */
package fr.gouv.datalab.vault;
