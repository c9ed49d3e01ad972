/** Persons whom an OpenID Connect provider vouches for: at the desk, the bridge and the gate. */
package fr.gouv.datalab.openid;
