package fr.gouv.datalab.lake;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.crypto.keytools.PropertiesDrivenCryptoFactory;
import org.apache.parquet.hadoop.api.WriteSupport;

/**
 * Chooses keys by what the file is: a data file has a key for each family of columns; a checkpoint
 * of Delta's log, whose columns are others, has the footers' key alone. A file that no setting
 * names keys for is refused, not written in clear: only what the bench writes for comparison says
 * so.
 */
public final class LakeCryptoFactory extends PropertiesDrivenCryptoFactory {
  /** A session's setting that lets it write in clear: for the bench's plain side alone. */
  public static final String IN_CLEAR = "datalab.lake.inClear";

  @Override
  public FileEncryptionProperties getFileEncryptionProperties(
      Configuration configuration, Path file, WriteSupport.WriteContext context) {
    String footer = configuration.get(FOOTER_KEY_PROPERTY_NAME);
    if (footer == null || footer.isBlank()) {
      if (configuration.getBoolean(IN_CLEAR, false)) {
        return null;
      }
      throw new ParquetCryptoRuntimeException(
          "This session names no key for the file it would write: nothing is written in clear.");
    }
    String byColumn = configuration.get(COLUMN_KEYS_PROPERTY_NAME, "");
    if (!byColumn.isEmpty() && !file.toString().contains("/_delta_log/")) {
      return super.getFileEncryptionProperties(configuration, file, context);
    }
    Configuration uniform = new Configuration(configuration);
    uniform.unset(COLUMN_KEYS_PROPERTY_NAME);
    uniform.unset(FOOTER_KEY_PROPERTY_NAME);
    uniform.unset(COMPLETE_COLUMN_ENCRYPTION_PROPERTY_NAME);
    uniform.set(UNIFORM_KEY_PROPERTY_NAME, footer);
    return super.getFileEncryptionProperties(uniform, file, context);
  }
}
