package fr.gouv.datalab.bridge.flight.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A network between a client and a server of this machine: as slow as asked, until it is cut. */
final class Wire implements AutoCloseable {
  private static final int BLOCK = 16 << 10;

  private final ServerSocket listening;
  private final int server;
  private final long bytesPerSecond;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private Wire(int server, long bytesPerSecond) throws IOException {
    this.server = server;
    this.bytesPerSecond = bytesPerSecond;
    this.listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  static Wire to(BridgeServer server, long bytesPerSecond) {
    try {
      return new Wire(server.port(), bytesPerSecond);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (!listening.isClosed()) {
        Socket client = listening.accept();
        Socket there = new Socket(InetAddress.getLoopbackAddress(), server);
        sockets.addAll(List.of(client, there));
        daemon(() -> carry(client, there, Long.MAX_VALUE));
        daemon(() -> carry(there, client, bytesPerSecond));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private static void carry(Socket from, Socket to, long speed) {
    byte[] block = new byte[BLOCK];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        out.write(block, 0, read);
        LockSupport.parkNanos((long) (read * (double) TimeUnit.SECONDS.toNanos(1) / speed));
      }
    } catch (IOException cut) {
      // both ends are told by their sockets
    }
  }

  /** Both ends lose each other at once, without a word. */
  void cut() {
    for (Socket socket : sockets) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException alreadyCut) {
        // that is what was wanted
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
