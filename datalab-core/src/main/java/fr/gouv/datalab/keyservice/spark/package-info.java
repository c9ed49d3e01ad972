/** How the processes of a job on a cluster come by its grant. */
package fr.gouv.datalab.keyservice.spark;
