package fr.gouv.datalab.journal;

/**
 * A record of the journal with the proof that it is there.
 *
 * @param record the canonical text, as it was hashed
 * @param proof its place in the tree
 */
public record ProvedRecord(String record, InclusionProof proof) {}
