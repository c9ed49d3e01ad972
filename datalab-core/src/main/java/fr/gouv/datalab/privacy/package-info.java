/** What the units of each source have lost of their privacy by noise that is counted. */
package fr.gouv.datalab.privacy;
