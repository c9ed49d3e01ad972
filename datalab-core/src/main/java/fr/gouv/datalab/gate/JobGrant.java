package fr.gouv.datalab.gate;

import java.time.Instant;
import java.util.Optional;

/**
 * A grant that a running job presents from other processes, for a short time: its driver renews it,
 * and it ends with the job.
 *
 * @param id by which the journal names it; says nothing of its secret
 * @param grant what was granted
 * @param token the personal token it was opened with, which ends it when it is taken back; empty
 *     where an identity provider vouched for the person
 * @param lakeKey the version of the lake's key whose tables it reads
 * @param expires the first moment at which it no longer stands
 * @param closed whether its job gave it back
 */
public record JobGrant(
    String id, Grant grant, Optional<String> token, int lakeKey, Instant expires, boolean closed) {}
