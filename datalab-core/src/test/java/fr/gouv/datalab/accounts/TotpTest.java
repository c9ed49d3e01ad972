package fr.gouv.datalab.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** RFC 6238, appendix B, the last six of eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59,287082",
    "1111111109,081804",
    "1111111111,050471",
    "1234567890,005924",
    "2000000000,279037",
    "20000000000,353130"
  })
  void givesTheCodesOfTheStandard(long second, String code) {
    assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second)))).isEqualTo(code);
  }

  @Test
  void takesTheCodeBeforeAndAfterButNoneTwice() {
    Instant now = Instant.ofEpochSecond(1_234_567_890);
    long step = Totp.step(now);
    for (long near = step - 1; near <= step + 1; near++) {
      assertThat(Totp.matching(SECRET, Totp.code(SECRET, near), now, 0)).hasValue(near);
    }
    assertThat(Totp.matching(SECRET, Totp.code(SECRET, step - 2), now, 0)).isEmpty();
    assertThat(Totp.matching(SECRET, Totp.code(SECRET, step), now, step)).isEmpty();
    assertThat(Totp.matching(SECRET, null, now, 0)).isEmpty();
  }

  @Test
  void writesTheSecretAsApplicationsTakeIt() {
    assertThat(Totp.readable(SECRET)).isEqualTo("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    assertThat(Totp.address("juriste@dinum", SECRET))
        .isEqualTo(
            "otpauth://totp/Datalab:juriste%40dinum?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Datalab");
  }
}
