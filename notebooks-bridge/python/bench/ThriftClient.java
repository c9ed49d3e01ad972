import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads a query to its end by JDBC at each line of standard input, and prints how many rows. */
final class ThriftClient {
  private static final int FETCH = 10_000;

  private ThriftClient() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in));
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      while (asked.readLine() != null) {
        System.out.println("rows " + rows(connection, arguments[1]));
      }
    }
  }

  private static long rows(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet result = statement.executeQuery(query)) {
        int columns = result.getMetaData().getColumnCount();
        long rows = 0;
        while (result.next()) {
          for (int column = 1; column <= columns; column++) {
            result.getObject(column);
          }
          rows++;
        }
        return rows;
      }
    }
  }
}
