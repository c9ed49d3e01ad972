/**
 * The formats of tau-ARGUS, read and written: hierarchies ({@code .hrc}), tables ({@code .tab}) and
 * their metadata ({@code .rda}), as its user's manual 4.1 describes them in sections 5.1.2, 5.2,
 * 5.3 and 5.6, and French correspondence tables. The files stay those of tau-ARGUS: what it cannot
 * say is refused, not dropped.
 */
package fr.gouv.datalab.disclosure.argus;
