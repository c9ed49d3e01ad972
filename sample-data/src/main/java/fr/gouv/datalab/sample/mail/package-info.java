/** Letters that arrive in the fictional world, and what the households who got one do next. */
package fr.gouv.datalab.sample.mail;
