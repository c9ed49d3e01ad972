package fr.gouv.datalab.doctor;

/**
 * A clear identifier somewhere. It says where, never what.
 *
 * @param place the file, and what was opened inside it ({@code a.zip!b.gz!})
 * @param offset byte of the opened content at which the value ends
 * @param kind kind of the value
 */
public record Finding(String place, long offset, Kind kind) {}
