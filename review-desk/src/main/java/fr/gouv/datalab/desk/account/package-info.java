/** A person's own page: who they are here, and where they are told that something waits. */
package fr.gouv.datalab.desk.account;
