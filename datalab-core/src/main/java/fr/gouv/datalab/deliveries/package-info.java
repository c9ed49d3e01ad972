/** What ministries delivered, and what became of it. */
package fr.gouv.datalab.deliveries;
