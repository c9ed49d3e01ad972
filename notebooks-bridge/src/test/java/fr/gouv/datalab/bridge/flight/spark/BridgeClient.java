package fr.gouv.datalab.bridge.flight.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Arrow's own Java client of Flight SQL, signed in by a token. */
final class BridgeClient implements AutoCloseable {
  private final BufferAllocator memory = new RootAllocator();
  private final FlightSqlClient client;
  private final CallOption[] options;

  private final Path certificate;

  BridgeClient(BridgeHome home, BridgeServer server, String secret, String convention) {
    this(home, server.port(), secret, convention);
  }

  BridgeClient(BridgeHome home, int port, String secret, String convention) {
    certificate = home.certificate().certificate();
    client = new FlightSqlClient(bare(memory, Location.forGrpcTls("localhost", port)));
    FlightCallHeaders headers = new FlightCallHeaders();
    if (!secret.isEmpty()) {
      headers.insert("authorization", "Bearer " + secret);
    }
    if (!convention.isEmpty()) {
      headers.insert("convention", convention);
    }
    options = new CallOption[] {new HeaderCallOption(headers)};
  }

  /** A client of Flight alone, that trusts the same server. */
  FlightClient bare(BufferAllocator parent, Location location) {
    try (InputStream trusted = Files.newInputStream(certificate)) {
      return FlightClient.builder(parent, location).trustedCertificates(trusted).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FlightSqlClient sql() {
    return client;
  }

  CallOption[] options() {
    return options;
  }

  FlightInfo ask(String query) {
    return client.execute(query, options);
  }

  FlightStream stream(FlightInfo info) {
    return client.getStream(info.getEndpoints().get(0).getTicket(), options);
  }

  /** All rows of a query, each as the values of its columns. */
  List<List<Object>> rows(String query) throws Exception {
    return rows(ask(query));
  }

  List<List<Object>> rows(FlightInfo info) throws Exception {
    List<List<Object>> rows = new ArrayList<>();
    try (FlightStream stream = stream(info)) {
      while (stream.next()) {
        VectorSchemaRoot root = stream.getRoot();
        for (int i = 0; i < root.getRowCount(); i++) {
          List<Object> row = new ArrayList<>();
          for (FieldVector vector : root.getFieldVectors()) {
            Object value = vector.getObject(i);
            row.add(value instanceof org.apache.arrow.vector.util.Text t ? t.toString() : value);
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  @Override
  public void close() throws Exception {
    client.close();
    memory.close();
  }
}
