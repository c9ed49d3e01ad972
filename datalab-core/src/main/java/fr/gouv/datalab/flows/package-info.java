/** A producer's switch: whether the data of a dataset flows to those whom conventions allow. */
package fr.gouv.datalab.flows;
