package fr.gouv.datalab.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final List<String> VALUES =
      List.of(
          "1 85 05 78 006 084 36",
          "185057800608436",
          "0332776412437",
          "KT-934-DS",
          "KT934DS",
          "1234 AB 75",
          "VF1AAAAA123456789",
          "MARTIN",
          "LE GOFF",
          "'Dupont'",
          "[Dupont,Jeanne]",
          "\"Jeanne\"",
          "jeanne.dupont@exemple.fr",
          "73282932000074");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The value %s of the type STRING cannot be cast",
        "Failed at %s: stopped",
        "row=%s",
        "%s"
      })
  void noValueIsLeftInAMessage(String message) {
    for (String value : VALUES) {
      String said = Redaction.of(String.format(message, value));
      String bare = value.replaceAll("['\"\\[\\]]", "");
      assertThat(said).as(value).doesNotContain(bare);
    }
  }

  @Test
  void whatHappenedIsStillSaid() {
    assertThat(Redaction.of("Job aborted due to stage failure: Task 3 failed\n\tat secret"))
        .isEqualTo("Job aborted due to stage failure: Task 3 failed");
  }

  @Test
  void noLogLineOfThisConfigurationHoldsAValueNorAnExceptionsMessage() throws Exception {
    Configuration configuration = configuration();
    Appender console = configuration.getAppenders().values().iterator().next();
    for (String value : VALUES) {
      Log4jLogEvent event =
          Log4jLogEvent.newBuilder()
              .setLoggerName("org.exemple.Librairie")
              .setLevel(Level.ERROR)
              .setMessage(new SimpleMessage("The value " + value + " is wrong"))
              .setThrown(new IllegalStateException("holds " + value, new Exception(value)))
              .build();
      String line = console.getLayout().toSerializable(event).toString();
      assertThat(line).as(value).doesNotContain(value.replaceAll("['\"\\[\\]]", ""));
      assertThat(line).contains("Librairie").contains("is wrong");
    }
  }

  @Test
  void enginesThatHoldRowsSayNothing() throws Exception {
    Configuration configuration = configuration();
    for (String engine :
        List.of("org.apache.spark", "io.delta", "org.apache.parquet", "org.apache.hadoop")) {
      assertThat(configuration.getLoggerConfig(engine + ".Some").getLevel()).isEqualTo(Level.OFF);
    }
  }

  private static Configuration configuration() throws Exception {
    URI place = Objects.requireNonNull(Redaction.class.getResource("/log4j2.properties")).toURI();
    try (InputStream in = place.toURL().openStream();
        LoggerContext context = new LoggerContext("redaction")) {
      Configuration configuration =
          new PropertiesConfigurationFactory()
              .getConfiguration(context, new ConfigurationSource(in));
      configuration.initialize();
      return configuration;
    }
  }
}
