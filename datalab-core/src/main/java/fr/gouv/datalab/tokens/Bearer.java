package fr.gouv.datalab.tokens;

import java.util.Optional;

/**
 * Who presents a bearer token to a server of the house.
 *
 * @param person whom it stands for
 * @param token the personal token's id, by which it can be taken back meanwhile; empty where an
 *     identity provider vouches for the person
 */
public record Bearer(String person, Optional<String> token) {}
