package fr.gouv.datalab.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountStoreTest {
  private static final String PASSWORD = "une phrase assez longue";

  @TempDir Path directory;

  private Home home() {
    return Homes.in(directory.resolve("home"));
  }

  private static Clock at(String time) {
    return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
  }

  @Test
  void keepsNeitherPasswordNorInvitationNorSecondFactorInClear() throws Exception {
    Home home = home();
    String invitation;
    AccountStore.SecondFactor factor;
    try (Registry registry = Registry.open(home)) {
      AccountStore accounts = new AccountStore(registry, KeyStore.init(home.keys()));
      invitation = accounts.invite("juriste@dinum", Set.of(Role.JURISTE), "datalab");
      factor = accounts.choose(invitation, PASSWORD);
    }
    StringBuilder registry = new StringBuilder();
    try (var files = Files.walk(home.path())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        registry.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    try (Registry reopened = Registry.open(home)) {
      reopened
          .read(tx -> tx.list("select * from account", AccountStoreTest::everything))
          .forEach(registry::append);
    }
    assertThat(registry.toString())
        .contains("$argon2id$v=19$m=19456,t=2,p=1$")
        .doesNotContain(PASSWORD, invitation, factor.readable().replace(" ", ""));
    assertThat(factor.toString()).doesNotContain(factor.readable());
  }

  private static String everything(java.sql.ResultSet row) throws java.sql.SQLException {
    StringBuilder all = new StringBuilder();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      byte[] bytes = row.getBytes(i);
      all.append(bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1)).append('|');
    }
    return all.toString();
  }

  @Test
  void letsAnInvitationExpire() {
    Home home = home();
    String invitation;
    try (Registry registry = Registry.open(home, at("2026-01-01T00:00:00Z"))) {
      invitation =
          new AccountStore(registry, KeyStore.init(home.keys()))
              .invite("juriste@dinum", Set.of(Role.JURISTE), "datalab");
    }
    try (Registry registry = Registry.open(home, at("2026-01-09T00:00:00Z"))) {
      AccountStore late = new AccountStore(registry, KeyStore.open(home.keys()));
      assertThatThrownBy(() -> late.choose(invitation, PASSWORD))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("expired");
    }
  }

  @Test
  void keepsAClosedAccountClosed() {
    Home home = home();
    try (Registry registry = Registry.open(home)) {
      AccountStore accounts = new AccountStore(registry, KeyStore.init(home.keys()));
      accounts.invite("juriste@dinum", Set.of(Role.JURISTE), "datalab");
      accounts.close("juriste@dinum", "datalab");
      assertThatThrownBy(() -> accounts.invite("juriste@dinum", Set.of(Role.JURISTE), "datalab"))
          .isInstanceOf(RefusedException.class);
      assertThatThrownBy(() -> accounts.close("juriste@dinum", "datalab"))
          .isInstanceOf(UsageException.class);
      assertThatThrownBy(() -> accounts.invite("deux mots", Set.of(), "datalab"))
          .isInstanceOf(UsageException.class);
    }
  }

  @Test
  void makesEachFurtherFailureWaitLonger() {
    assertThat(AccountStore.pause(4)).isEqualTo(Duration.ZERO);
    assertThat(AccountStore.pause(5)).isEqualTo(Duration.ofSeconds(1));
    assertThat(AccountStore.pause(9)).isEqualTo(Duration.ofSeconds(16));
    assertThat(AccountStore.pause(1_000)).isEqualTo(Duration.ofMinutes(15));
  }
}
