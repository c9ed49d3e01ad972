/**
 * The only way to data: decides whether a use case may read, under a convention, for a person; logs
 * every opening asked for, refused ones included.
 */
package fr.gouv.datalab.gate;
