/** Who asks, under which convention, within which limits; and the journal of what was asked. */
package fr.gouv.datalab.bridge.sessions;
