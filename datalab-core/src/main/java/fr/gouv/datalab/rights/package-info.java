/**
 * Rights of the persons whom the data is about: erasure (GDPR, art. 17), objection (art. 21),
 * expiry (art. 5(1)(e)). A person is known here by keyed tokens alone.
 */
package fr.gouv.datalab.rights;
