package fr.gouv.datalab.disclosure;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who contributes to the cells, line by line: a file of contributions, from which counts and the
 * largest contributions of every cell are computed, margins included.
 *
 * <p>Each line has the codes of a finest cell. A unit has one line for each cell where it is.
 *
 * @param file the contributions beside the table; none: the table's own lines are contributions
 * @param unit the column of the unit's own number, which no file or message shows
 * @param holding the column of the owner, when units of one owner count as one
 * @param value the column of the contribution; none in a table of frequencies
 * @param weight the column of the sampling weight, 1 or more
 * @param request the column that says whether the unit asked to be protected
 * @param waiver the column that says whether the unit agreed to be estimated from what is published
 */
public record Respondents(
    Optional<Path> file,
    String unit,
    Optional<String> holding,
    Optional<String> value,
    Optional<String> weight,
    Optional<String> request,
    Optional<String> waiver) {}
