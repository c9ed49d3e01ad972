/** Results on their way from those who make them to those who read them, in constant memory. */
package fr.gouv.datalab.bridge.streams;
