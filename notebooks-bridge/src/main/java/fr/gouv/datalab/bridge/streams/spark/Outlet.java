package fr.gouv.datalab.bridge.streams.spark;

import fr.gouv.datalab.bridge.streams.Reservoir;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Where the tasks of one result find the reservoir that they fill, by a number that travels with
 * them: tasks run in the process of the server.
 *
 * <p>The result's memory is given back when the last of those who use it has left, be it the taker
 * or a task that was cancelled and has not noticed yet.
 */
final class Outlet {
  private static final Map<Long, Outlet> OPEN = new ConcurrentHashMap<>();

  private final long number;
  private final Reservoir reservoir;
  private final BufferAllocator allocator;
  private final Schema schema;
  private int inside = 1;

  private Outlet(long number, Reservoir reservoir, BufferAllocator allocator, Schema schema) {
    this.number = number;
    this.reservoir = reservoir;
    this.allocator = allocator;
    this.schema = schema;
  }

  /** Opens an outlet; whoever opens it is inside, and leaves once. */
  static Outlet open(long number, Reservoir reservoir, BufferAllocator allocator, Schema schema) {
    Outlet outlet = new Outlet(number, reservoir, allocator, schema);
    OPEN.put(number, outlet);
    return outlet;
  }

  /** Lets a task in, if the result is still wanted; the task then leaves once. */
  static Optional<Outlet> enter(long number) {
    Outlet outlet = OPEN.get(number);
    return outlet != null && outlet.admitted() ? Optional.of(outlet) : Optional.empty();
  }

  private synchronized boolean admitted() {
    if (inside == 0 || reservoir.isClosed()) {
      return false;
    }
    inside++;
    return true;
  }

  synchronized void leave() {
    inside--;
    if (inside == 0) {
      OPEN.remove(number);
      reservoir.close();
      allocator.close();
    }
  }

  Reservoir reservoir() {
    return reservoir;
  }

  BufferAllocator allocator() {
    return allocator;
  }

  Schema schema() {
    return schema;
  }
}
