/** Rights of persons, carried out on the tables of the lake and of the vault. */
package fr.gouv.datalab.rights.spark;
