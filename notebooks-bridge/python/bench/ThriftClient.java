import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads by JDBC the query in each line of standard input to its end, and prints how many rows. */
final class ThriftClient {
  private static final int FETCH = 10_000;

  private ThriftClient() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in));
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      for (String query = asked.readLine(); query != null; query = asked.readLine()) {
        System.out.println("rows " + rows(connection, query));
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
