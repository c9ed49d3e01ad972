/** Tables that a notebook proposes for release: what comes with them, and whether they are true. */
package fr.gouv.datalab.bridge.releases;
