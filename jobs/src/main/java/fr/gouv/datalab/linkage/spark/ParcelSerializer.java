package fr.gouv.datalab.linkage.spark;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/**
 * Parcels as they stand in a shuffle: the partition, the length, the bytes. Java's own
 * serialisation says the same with the classes of both, for each parcel.
 */
final class ParcelSerializer extends Serializer implements Serializable {
  private static final long serialVersionUID = 1;

  @Override
  public SerializerInstance newInstance() {
    return new Instance();
  }

  private static final class Instance extends SerializerInstance {
    @Override
    public <T> ByteBuffer serialize(T object, ClassTag<T> type) {
      throw alone();
    }

    @Override
    public <T> T deserialize(ByteBuffer bytes, ClassTag<T> type) {
      throw alone();
    }

    @Override
    public <T> T deserialize(ByteBuffer bytes, ClassLoader loader, ClassTag<T> type) {
      throw alone();
    }

    private static UnsupportedOperationException alone() {
      return new UnsupportedOperationException("A parcel travels in a shuffle.");
    }

    @Override
    public SerializationStream serializeStream(OutputStream out) {
      return new Writing(new DataOutputStream(out));
    }

    @Override
    public DeserializationStream deserializeStream(InputStream in) {
      return new Reading(new DataInputStream(in));
    }
  }

  /** Keys are integers and values byte arrays, in turn. */
  private static final class Writing extends SerializationStream {
    private final DataOutputStream out;

    Writing(DataOutputStream out) {
      this.out = out;
    }

    @Override
    public <T> SerializationStream writeObject(T object, ClassTag<T> type) {
      try {
        if (object instanceof byte[] parcel) {
          out.writeInt(parcel.length);
          out.write(parcel);
        } else {
          out.writeInt((Integer) object);
        }
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void flush() {
      try {
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Reading extends DeserializationStream {
    private final DataInputStream in;
    private boolean value;

    Reading(DataInputStream in) {
      this.in = in;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T readObject(ClassTag<T> type) {
      try {
        Object read = value ? in.readNBytes(in.readInt()) : (Object) in.readInt();
        value = !value;
        return (T) read;
      } catch (EOFException e) {
        throw ParcelSerializer.<RuntimeException>asIs(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Spark sees the end of a stream by this exception. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E asIs(Throwable end) throws E {
    throw (E) end;
  }
}
