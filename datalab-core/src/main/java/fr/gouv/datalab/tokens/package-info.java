/** Personal tokens, by which a server knows who asks. */
package fr.gouv.datalab.tokens;
