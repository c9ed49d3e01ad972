/** How a person proves who they are to the desk, and how it remembers them for a while. */
package fr.gouv.datalab.desk.signin;
