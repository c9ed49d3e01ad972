/**
 * The web desk where a reviewer reads releases and decides on them. It answers this machine alone,
 * and the one person who opened it.
 */
package fr.gouv.datalab.desk;
