package fr.gouv.datalab.sample.mail;

import fr.gouv.datalab.sample.chance.Chance;
import fr.gouv.datalab.sample.homes.Household;
import java.time.LocalDate;

/**
 * Which households change a vehicle in the first half of 2026. The truth that a measure must find
 * again: a letter adds {@link #EFFECT} to the chance of it. One draw for each household decides
 * with and without a letter, so nobody changes because they were not written to. Safe for any
 * thread.
 */
public final class Renewal {
  /** Chance of a change without a letter. */
  public static final double BASE = 0.08;

  /** What a letter adds to it. */
  public static final double EFFECT = 0.06;

  private static final long FROM = LocalDate.of(2026, 1, 5).toEpochDay();
  private static final int DAYS = 170;

  private final Chance chance;

  /** The renewals of one world. */
  public Renewal(Chance chance) {
    this.chance = chance.of("renouvellements");
  }

  /** Whether a household changes a vehicle. */
  public boolean happens(Household household, boolean letter) {
    return chance.unit(household.number()) < BASE + (letter ? EFFECT : 0);
  }

  /** The day of the new certificate, days since 1970-01-01. */
  public long day(Household household) {
    return FROM + chance.below(household.number(), 1, DAYS);
  }
}
