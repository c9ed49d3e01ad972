/** The pages on releases: the queue, one release, its tables, what may be decided of it. */
package fr.gouv.datalab.desk.publications;
