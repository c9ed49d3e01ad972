package fr.gouv.datalab.keyservice.spark;

import fr.gouv.datalab.keyservice.JobKeys;
import fr.gouv.datalab.logs.LogBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Lets executors ask the driver for the grant of its job, by Spark's own messages, which are
 * authenticated and encrypted on every cluster that {@code Engine} accepts. So the grant's secret
 * is in no plan, event, setting, environment or argument: in the memory of the job's processes
 * alone. Made by Spark, from its setting {@code spark.plugins}.
 */
public final class GatePlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new OfDriver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new OfExecutor();
  }

  /** Answers the name of a job's keys with its pass; nothing for a name that is not, or no more. */
  private static final class OfDriver implements DriverPlugin {
    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      return Map.of();
    }

    @Override
    public Object receive(Object message) {
      return message instanceof String name ? JobKeys.pass(name).orElseGet(() -> new byte[0]) : "";
    }
  }

  private static final class OfExecutor implements ExecutorPlugin {
    @Override
    public void init(PluginContext context, Map<String, String> settings) {
      LogBackend.enforce();
      JobKeys.askDriver(name -> asked(context, name));
    }

    private static Optional<byte[]> asked(PluginContext context, String name) {
      try {
        byte[] pass = (byte[]) context.ask(name);
        return pass.length == 0 ? Optional.empty() : Optional.of(pass);
      } catch (IOException e) {
        throw new UncheckedIOException("The job's driver does not answer.", e);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("The job's driver does not answer.", e);
      }
    }
  }
}
