/** The certificate by which a server is known. */
package fr.gouv.datalab.bridge.tls;
