package fr.gouv.datalab.disclosure.noise;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A loss of privacy that was taken for one table.
 *
 * @param when it was drawn
 * @param rho the loss, in zCDP
 * @param mechanism {@code discrete-gaussian} or {@code discrete-laplace}
 * @param table its dimensions and figures by name: which table, not what it says
 */
public record Spending(Instant when, BigDecimal rho, String mechanism, String table) {}
