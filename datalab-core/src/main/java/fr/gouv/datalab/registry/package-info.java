/** The relational database where acts and their records commit together. */
package fr.gouv.datalab.registry;
