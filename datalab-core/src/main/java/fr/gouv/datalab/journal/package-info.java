/** The append-only journal of every act, which an outsider can verify (RFC 6962, RFC 8785). */
package fr.gouv.datalab.journal;
