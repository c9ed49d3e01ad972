package fr.gouv.datalab.bridge.flight.spark;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a server keeps for its clients between two calls, each under a name that cannot be guessed.
 * The oldest goes when there are too many, so clients that vanish cost nothing. Safe for use by
 * many threads.
 */
final class Handles<T> {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<ByteString, T> kept;

  Handles(int most) {
    kept =
        Collections.synchronizedMap(
            new LinkedHashMap<>() {
              private static final long serialVersionUID = 1L;

              @Override
              protected boolean removeEldestEntry(Map.Entry<ByteString, T> eldest) {
                return size() > most;
              }
            });
  }

  ByteString keep(T thing) {
    byte[] drawn = new byte[16];
    RANDOM.nextBytes(drawn);
    ByteString handle = ByteString.copyFromUtf8(HexFormat.of().formatHex(drawn));
    kept.put(handle, thing);
    return handle;
  }

  void put(ByteString handle, T thing) {
    kept.put(handle, thing);
  }

  Optional<T> get(ByteString handle) {
    return Optional.ofNullable(kept.get(handle));
  }

  Optional<T> remove(ByteString handle) {
    return Optional.ofNullable(kept.remove(handle));
  }
}
