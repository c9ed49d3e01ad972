package fr.gouv.datalab.keyservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * What a process of a job needs to ask the gate: where it is, the secret of the job's grant, how
 * long what it answers may be remembered. Given from process to process, in memory alone.
 *
 * @param convention whose project the job reads for
 * @param lakeVersion the version of the lake's key whose tables the job reads
 */
record JobPass(
    GateAddress gate, String secret, String convention, int lakeVersion, Duration memory) {
  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] bytes() {
    try {
      return JSON.writeValueAsBytes(
          Map.of(
              "url",
              gate.url().toString(),
              "certificate",
              gate.certificate(),
              "secret",
              secret,
              "convention",
              convention,
              "lakeVersion",
              lakeVersion,
              "memoryMillis",
              memory.toMillis()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JobPass read(byte[] bytes) {
    try {
      JsonNode pass = JSON.readTree(bytes);
      return new JobPass(
          new GateAddress(URI.create(pass.get("url").asText()), pass.get("certificate").asText()),
          pass.get("secret").asText(),
          pass.get("convention").asText(),
          pass.get("lakeVersion").asInt(),
          Duration.ofMillis(pass.get("memoryMillis").asLong()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "JobPass[" + gate.url() + "]";
  }
}
