package fr.gouv.datalab.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.refusals.RefusedException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConventionSeatsTest {
  private static final String ID = ConventionHome.ID;

  @TempDir Path directory;
  private ConventionHome home;
  private ConventionSeats seats;

  @BeforeEach
  void open() {
    home = new ConventionHome(directory);
    seats = new ConventionSeats(home.store());
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void givesTheSeatsThatTheConventionNames() {
    home.signed();
    assertThat(seats.required(ID))
        .containsExactly("administrateur-dgfip", "administrateur-interieur", "juriste");
    assertThat(seats.heldBy(ID, "administrateur@dgfip")).containsExactly("administrateur-dgfip");
    assertThat(seats.heldBy(ID, "analyste@dinum")).isEmpty();
    assertThat(seats.member(ID, "analyste@dinum")).isTrue();
    assertThat(seats.member(ID, "passant")).isFalse();
  }

  @Test
  void keepsTheSeatsWhenTheConventionIsEnded() {
    home.signed().store().end(ID, "juriste@dinum");
    assertThat(seats.required(ID)).hasSize(3);
  }

  @Test
  void letsNobodyDecideUnderATextThatIsAbsentUnsignedOrAltered() {
    refuses("no convention CONV-2026-001 that all its parties signed");
    home.add(home.text());
    refuses("have it signed");
    home.sign(ID);
    home.registry().inTransaction(tx -> tx.update("update convention set sha256 = '00'"));
    refuses("does not verify");
  }

  private void refuses(String sentence) {
    assertThatThrownBy(() -> seats.required(ID))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(sentence);
    assertThatThrownBy(() -> seats.heldBy(ID, "juriste@dinum"))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> seats.member(ID, "juriste@dinum"))
        .isInstanceOf(RefusedException.class);
  }
}
