package fr.gouv.datalab.bridge.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryJournalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          SELECT a FROM t WHERE n = 'DUPONT'              | SELECT a FROM t WHERE n = (…)
          SELECT a FROM t WHERE n = 'l''un' AND b = 'x'   | SELECT a FROM t WHERE n = (…) AND b = (…)
          SELECT a FROM t WHERE n = 'l\\'un' AND b > 12  | SELECT a FROM t WHERE n = (…) AND b > 12
          SELECT a FROM t WHERE n = "DUPONT"              | SELECT a FROM t WHERE n = (…)
          SELECT `mon nom` FROM t -- DUPONT               | SELECT `mon nom` FROM t (…)
          SELECT /* DUPONT */ a1234567 FROM t             | SELECT (…) a1234567 FROM t
          SELECT a FROM t WHERE nir = 180017512345678     | SELECT a FROM t WHERE nir = (…)
          SELECT a FROM t WHERE n = 'DUPONT               | SELECT a FROM t WHERE n = (…)
          """)
  void keepsTheTextWithoutWhatCouldBeAValue(String text, String kept) {
    assertThat(QueryJournal.kept(text)).isEqualTo(kept);
  }
}
