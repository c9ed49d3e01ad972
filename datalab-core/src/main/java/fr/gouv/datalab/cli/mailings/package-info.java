/** {@code datalab mailing ...}: the lists that were drawn. */
package fr.gouv.datalab.cli.mailings;
