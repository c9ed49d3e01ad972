/** The rows of the lists of persons to write to, in the lake. */
package fr.gouv.datalab.mailings.spark;
