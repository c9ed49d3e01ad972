package fr.gouv.datalab.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenStoreTest {
  private static final String PERSON = "analyste@dinum";

  @TempDir Path directory;
  private ConventionHome home;
  private TokenStore tokens;

  @BeforeEach
  void open() {
    home = new ConventionHome(directory);
    tokens = new TokenStore(home.registry());
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void knowsItsPersonByTheSecretAndKeepsOnlyItsHash() throws IOException {
    TokenStore.Issued issued = tokens.issue(PERSON, Duration.ofDays(1));

    assertThat(tokens.of(issued.secret()).person()).isEqualTo(PERSON);
    assertThat(tokens.check(issued.token().id()).person()).isEqualTo(PERSON);
    assertThat(issued.toString()).doesNotContain(issued.secret());
    assertThat(home.journaled("token.issue")).isEqualTo(1);
    home.close();
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(issued.secret());
      }
    }
  }

  @Test
  void refusesASecretThatNobodyIssued() {
    TokenStore.Issued issued = tokens.issue(PERSON, Duration.ofDays(1));
    assertThatThrownBy(() -> tokens.of(issued.secret() + "x"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("unknown");
    assertThatThrownBy(() -> tokens.of("")).isInstanceOf(RefusedException.class);
  }

  @Test
  void noLongerStandsOnceExpired() {
    TokenStore.Issued issued = tokens.issue(PERSON, Duration.ofDays(1));
    home.setDay("2026-06-16");
    assertThatThrownBy(() -> tokens.of(issued.secret()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("expired");
    assertThat(tokens.list(PERSON)).hasSize(1);
  }

  @Test
  void noLongerStandsOnceItsPersonTookItBack() {
    TokenStore.Issued issued = tokens.issue(PERSON, Duration.ofDays(1));
    assertThatThrownBy(() -> tokens.revoke(issued.token().id(), "statisticien@dinum"))
        .isInstanceOf(UsageException.class);

    assertThat(tokens.revoke(issued.token().id(), PERSON)).isTrue();
    assertThat(tokens.revoke(issued.token().id(), PERSON)).isFalse();

    assertThatThrownBy(() -> tokens.check(issued.token().id()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("revoked");
    assertThat(home.journaled("token.revoke")).isEqualTo(1);
  }

  @Test
  void lastsNeitherNoTimeNorForEver() {
    assertThatThrownBy(() -> tokens.issue(PERSON, Duration.ZERO))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> tokens.issue(PERSON, TokenStore.LONGEST.plusSeconds(1)))
        .isInstanceOf(UsageException.class);
  }
}
