package fr.gouv.datalab.rotations;

import java.time.Instant;
import java.util.Optional;

/**
 * One change of the lake's key.
 *
 * @param number the first is 1
 * @param from the version that was in use when it began
 * @param to the version that every table is rewritten under
 * @param person who began it
 * @param started when
 * @param switched when it was decided that readers go over to the new version; from then on it can
 *     only be finished
 */
public record Rotation(
    long number, int from, int to, String person, Instant started, Optional<Instant> switched) {}
