package fr.gouv.datalab.lake;

import fr.gouv.datalab.keys.KeyName;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.crypto.KeyAccessDeniedException;
import org.apache.parquet.crypto.keytools.KmsClient;

/**
 * Hands the keys that Parquet draws for each column of each file to {@link FileKeys}. Made by
 * Parquet, by reflection; the session's access token says on whose behalf.
 */
public final class LakeKmsClient implements KmsClient {
  private String token;

  @Override
  public void initialize(
      Configuration configuration, String instance, String url, String accessToken) {
    token = accessToken;
  }

  @Override
  public String wrapKey(byte[] key, String name) {
    return guarded(name, keys -> keys.wrap(key, new KeyName(name)));
  }

  @Override
  public byte[] unwrapKey(String wrapped, String name) {
    return guarded(name, keys -> keys.unwrap(wrapped, new KeyName(name)));
  }

  private <T> T guarded(String name, Function<FileKeys, T> work) {
    try {
      FileKeys keys =
          LakeAccess.keys(token)
              .orElseThrow(
                  () ->
                      new KeyAccessDeniedException(
                          "The key "
                              + name
                              + " is not granted: the access to the lake was closed."));
      return work.apply(keys);
    } catch (KeyAccessDeniedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new KeyAccessDeniedException(e.getMessage(), e);
    }
  }
}
