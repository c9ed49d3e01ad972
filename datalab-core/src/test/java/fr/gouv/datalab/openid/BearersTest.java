package fr.gouv.datalab.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import fr.gouv.datalab.accounts.AccountStore;
import fr.gouv.datalab.accounts.Role;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tokens.TokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearersTest {
  private static HouseProvider house;

  @TempDir Path directory;
  private Registry registry;

  @BeforeAll
  static void open() throws IOException {
    house = new HouseProvider();
  }

  @AfterAll
  static void shut() {
    house.close();
  }

  @BeforeEach
  void home() throws IOException {
    Home home = Homes.in(directory.resolve("home"));
    KeyStore.init(home.keys());
    configure(home, "person: email");
    registry = Registry.open(home);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static void configure(Home home, String more) throws IOException {
    Files.writeString(
        home.configurationFile(),
        Files.readString(home.configurationFile())
            + """
        openid:
          issuer: %s
          client: datalab
          audience: %s
          %s
        """
                .formatted(house.issuer(), HouseProvider.AUDIENCE, more));
  }

  private String token(String subject, String email) {
    return house.token(
        claims -> claims.subject(subject).claim("email", email).claim("email_verified", true));
  }

  private long journaled(String text) {
    return registry.read(
        tx ->
            tx.number("select count(*) from journal_record where record like ?", "%" + text + "%"));
  }

  @Test
  void turnsATokenOfTheProviderIntoThePersonThatItsClaimNames() {
    Bearers bearers = new Bearers(registry);
    Bearers.Caller caller = bearers.caller(token("s-1", "analyste@dinum"));
    assertThat(caller.person()).isEqualTo("analyste@dinum");
    assertThat(caller.until()).isBetween(Instant.now(), Instant.now().plusSeconds(301));
    assertThat(bearers.caller(token("s-1", "analyste@dinum")).person()).isEqualTo("analyste@dinum");
    assertThat(journaled("\"verb\":\"identity.link\"")).isOne();
  }

  @Test
  void takesAPersonalTokenBesides() {
    String secret = new TokenStore(registry).issue("analyste@dinum", Duration.ofHours(1)).secret();
    assertThat(new Bearers(registry).caller(secret).person()).isEqualTo("analyste@dinum");
  }

  @Test
  void lendsAPersonalTokenForAsLongAsTheProvidersLasts() {
    Bearers bearers = new Bearers(registry);
    String token = token("s-1", "analyste@dinum");
    var lent = bearers.personal(token);
    assertThat(lent.person()).isEqualTo("analyste@dinum");
    assertThat(lent.expires()).isBefore(Instant.now().plusSeconds(301));
    assertThat(bearers.personal(token)).isEqualTo(lent);
    assertThat(new TokenStore(registry).check(lent.id()).stands(registry.now())).isTrue();
    new TokenStore(registry).revoke(lent.id(), "analyste@dinum");
    assertThatThrownBy(() -> bearers.personal(token))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("revoked");
    assertThatThrownBy(() -> bearers.personal(house.token(c -> c.audience("https://other"))))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void keepsASubjectWhoTheyAreWhateverTheyAreCalledLater() {
    Bearers bearers = new Bearers(registry);
    bearers.caller(token("s-1", "analyste@dinum"));
    assertThat(bearers.caller(token("s-1", "autre@dinum")).person()).isEqualTo("analyste@dinum");
  }

  @Test
  void doesNotGiveAPersonsNameToAnotherSubjectUntilTheyAreUnlinked() {
    Bearers bearers = new Bearers(registry);
    bearers.caller(token("s-1", "analyste@dinum"));
    assertThatThrownBy(() -> bearers.caller(token("s-2", "analyste@dinum")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("datalab account unlink analyste@dinum");
    assertThat(journaled("\"reason\":\"another's name\",\"subject\":\"s-2\"")).isOne();
    Identities.unlink(registry, "analyste@dinum", "administrateur@dinum");
    assertThat(bearers.caller(token("s-2", "analyste@dinum")).person()).isEqualTo("analyste@dinum");
    assertThatThrownBy(() -> Identities.unlink(registry, "personne", "administrateur@dinum"))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void refusesAnEMailAddressThatTheProviderDidNotVerify() {
    Bearers bearers = new Bearers(registry);
    for (Object verified : new Object[] {false, "true", null}) {
      String token =
          house.token(
              c ->
                  c.subject("s-9")
                      .claim("email", "juriste@dinum")
                      .claim("email_verified", verified));
      assertThatThrownBy(() -> bearers.caller(token))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("`email`")
          .hasMessageNotContaining("juriste");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "deux mots", "datalab", "a\nb", "a\u0000b", "a\u00a0b\u2028c"})
  void refusesANameThatNoPersonMayHave(String name) {
    Bearers bearers = new Bearers(registry);
    assertThatThrownBy(() -> bearers.caller(token("s-9", name)))
        .isInstanceOf(RefusedException.class);
    assertThat(journaled("identity.link")).isZero();
  }

  @Test
  void doesNotLetInAPersonWhoseAccountWasClosed() {
    AccountStore accounts = new AccountStore(registry, KeyStore.open(registry.home().keys()));
    Bearers bearers = new Bearers(registry);
    bearers.caller(token("s-1", "analyste@dinum"));
    accounts.invite("analyste@dinum", Set.of(Role.ANALYSTE), "datalab");
    accounts.close("analyste@dinum", "datalab");
    assertThatThrownBy(() -> bearers.caller(token("s-1", "analyste@dinum")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void recordsARefusedTokenOnlyWhereTheProviderMadeIt() {
    Bearers bearers = new Bearers(registry);
    assertThatThrownBy(() -> bearers.caller(house.token(c -> c.audience("https://other.example"))))
        .isInstanceOf(RefusedException.class)
        .hasMessage(Fault.AUDIENCE.sentence());
    assertThat(journaled("\"verb\":\"identity.refuse\"")).isOne();
    String forged =
        HouseProvider.signed(
            HouseProvider.drawn(), JWSAlgorithm.RS256, null, house.claims().build());
    assertThatThrownBy(() -> bearers.caller(forged)).hasMessage(Fault.SIGNATURE.sentence());
    assertThatThrownBy(
            () ->
                bearers.caller(
                    house.token(c -> c.expirationTime(java.util.Date.from(Instant.EPOCH)))))
        .hasMessage(Fault.EXPIRED.sentence());
    assertThat(journaled("\"verb\":\"identity.refuse\"")).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          issuer: http://idp.example  | `issuer` must be an https address
          issuer: "not an address"    | `issuer` is not an address
          algorithms: [RS256, HS256]  | `algorithms` may name asymmetric signatures alone
          algorithms: [none]          | `algorithms` may name asymmetric signatures alone
          audience: datalab           | `audience` must not be the client
          clockSkewSeconds: 3600      | `clockSkewSeconds` must be between 0 and 300
          secret: s3cret              | secret
          """)
  void refusesSettingsThatWouldLetTooMuchIn(String line, String sentence) throws IOException {
    String key = line.substring(0, line.indexOf(':'));
    String yaml =
        """
        openid:
          issuer: https://idp.example
          client: datalab
          audience: https://datalab.example
        """
                .replaceAll("(?m)^  " + key + ":.*\n", "")
            + "  "
            + line
            + "\n";
    Home home = registry.home();
    Files.writeString(home.configurationFile(), yaml);
    assertThatThrownBy(home::configuration)
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("s3cret");
  }
}
