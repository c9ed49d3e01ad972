package fr.gouv.datalab.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.journal.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the refused records of one file are read again: which columns of the contract it had, and how
 * it was written. Stands beside each of them in quarantine, in one line of JSON; it tells nothing
 * of a row.
 *
 * @param form of the file
 * @param columns that are kept of each record, in their order
 * @param decimal mark before the decimals
 * @param dates pattern of dates
 * @param lot of a tokenised file, what its producer sealed
 */
public record KeptForm(
    FileForm form, List<String> columns, char decimal, String dates, Optional<Lot> lot) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the list. */
  public KeptForm {
    columns = List.copyOf(columns);
  }

  /** The form of a file's refused records: of columns that the contract does not have, nothing. */
  public static KeptForm of(RowFormat format, Optional<Lot> lot) {
    Set<String> header = new HashSet<>(format.header());
    return new KeptForm(
        format.form(),
        format.columns().stream()
            .map(ColumnFormat::name)
            .filter(name -> header.contains(name.toLowerCase(Locale.ROOT)))
            .toList(),
        format.decimal(),
        format.dates(),
        lot);
  }

  /**
   * The format by which they are read, under a contract which may not be the one they came under.
   */
  public RowFormat format(Contract contract) {
    if (lot.isPresent()) {
      return RowFormat.ofTokens(new TokenizedLayout(contract), columns, form);
    }
    FileDialect dialect = new FileDialect(StandardCharsets.UTF_8, ';', decimal, dates);
    List<String> header =
        columns.stream().map(name -> present(name, contract).toLowerCase(Locale.ROOT)).toList();
    return RowFormat.of(
        contract, new FileColumns(header, columns, List.of(), List.of()), form, dialect);
  }

  /** The name that the contract has now for a column. */
  private String present(String name, Contract contract) {
    return contract.fileColumns().stream()
        .filter(column -> column.aliases().contains(name) && !columns.contains(column.name()))
        .map(Column::name)
        .findFirst()
        .orElse(name);
  }

  /** Reads a line. */
  public static KeptForm read(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      List<String> columns = new ArrayList<>();
      json.path("columns").forEach(column -> columns.add(column.asText()));
      return new KeptForm(
          FileForm.valueOf(json.path("form").asText()),
          columns,
          json.path("decimal").asText().charAt(0),
          json.path("dates").asText(),
          json.has("lot")
              ? Optional.of(
                  new Lot(
                      json.path("lot").asText(),
                      HexFormat.of().parseHex(json.path("envelope").asText())))
              : Optional.empty());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Quarantine does not say how its rows are read.", e);
    }
  }

  /** The line. */
  public String line() {
    Map<String, Object> all = new TreeMap<>();
    all.put("form", form.name());
    all.put("columns", columns);
    all.put("decimal", String.valueOf(decimal));
    all.put("dates", dates);
    lot.ifPresent(
        of -> {
          all.put("lot", of.name());
          all.put("envelope", HexFormat.of().formatHex(of.envelope()));
        });
    return CanonicalJson.of(all);
  }
}
