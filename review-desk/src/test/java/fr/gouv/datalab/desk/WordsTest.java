package fr.gouv.datalab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static Properties read(String language) throws IOException {
    Properties words = new Properties();
    try (InputStream in = Words.class.getResourceAsStream("desk_" + language + ".properties")) {
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return words;
  }

  @Test
  void bothLanguagesSayTheSameThings() throws IOException {
    Properties french = read("fr");
    Properties english = read("en");
    assertThat(english.stringPropertyNames()).isEqualTo(french.stringPropertyNames());
    for (String key : french.stringPropertyNames()) {
      assertThat(places(english.getProperty(key)))
          .as(key)
          .isEqualTo(places(french.getProperty(key)));
    }
  }

  private static Set<String> places(String text) {
    Set<String> places = new TreeSet<>();
    Matcher found = Pattern.compile("\\{\\d}").matcher(text);
    while (found.find()) {
      places.add(found.group());
    }
    return places;
  }

  @Test
  void everySentenceThatATemplateSaysIsThere() throws IOException {
    Properties french = read("fr");
    Pattern said = Pattern.compile("\\.t\\(\"([a-z0-9.-]+)\"[,)]", Pattern.CASE_INSENSITIVE);
    try (Stream<Path> templates = Files.list(Path.of("src/main/jte"))) {
      for (Path template : templates.toList()) {
        Matcher found = said.matcher(Files.readString(template));
        while (found.find()) {
          assertThat(french.stringPropertyNames()).as(template.toString()).contains(found.group(1));
        }
      }
    }
  }
}
