/** What names a content: the same bytes, the same name. */
package fr.gouv.datalab.hashes;
