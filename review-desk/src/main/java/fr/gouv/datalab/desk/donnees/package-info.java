/** A ministry's own pages: its datasets, who reads them, the switch of each flow, its reports. */
package fr.gouv.datalab.desk.donnees;
