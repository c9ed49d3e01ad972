/** How the desk does at the size of a country, and when it is killed: what its benches measure. */
package fr.gouv.datalab.desk.bench;
