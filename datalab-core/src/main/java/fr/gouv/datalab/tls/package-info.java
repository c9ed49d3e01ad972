/** The certificates by which the house's servers are known. */
package fr.gouv.datalab.tls;
