/**
 * The web desk where reviewers read releases and decide, where ministries see who reads their data
 * and can stop it, and where anyone signed in searches the catalogue. It answers this machine
 * alone; a server that speaks TLS stands before it where it is public.
 */
package fr.gouv.datalab.desk;
