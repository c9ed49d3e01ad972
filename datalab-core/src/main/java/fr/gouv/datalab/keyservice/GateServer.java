package fr.gouv.datalab.keyservice;

import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.tls.ServerCertificate;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * The gate on the network: HTTPS, TLS 1.3 alone, small questions, each whole within a time.
 * Connections, sizes and times are bounded before anything is decided, and no connection holds a
 * thread while it is slow: decision 32 says why it stands on Netty.
 */
public final class GateServer implements AutoCloseable {
  private static final int THREADS = 16;

  private final EventLoopGroup events;
  private final DefaultEventExecutorGroup work;
  private final ScheduledExecutorService clock;
  private final Channel channel;
  private final KeyService service;

  /**
   * What a client may take at most.
   *
   * @param connections at once; further ones are closed as they come
   * @param bodyBytes of one question
   * @param request within which a question must be whole, the handshake included
   * @param idle after which a connection that asks nothing is closed
   */
  public record Limits(int connections, int bodyBytes, Duration request, Duration idle) {
    /** 2,000 connections, 256 KiB, 10 seconds, a minute. */
    public static final Limits USUAL =
        new Limits(2_000, 256 * 1024, Duration.ofSeconds(10), Duration.ofMinutes(1));
  }

  private GateServer(
      EventLoopGroup events,
      DefaultEventExecutorGroup work,
      ScheduledExecutorService clock,
      Channel channel,
      KeyService service) {
    this.events = events;
    this.work = work;
    this.clock = clock;
    this.channel = channel;
    this.service = service;
  }

  /**
   * Opens the gate.
   *
   * @param port 0 for any that is free
   * @throws UsageException when the certificate cannot be used, or the address is taken
   */
  public static GateServer open(
      KeyService service, ServerCertificate certificate, String host, int port, Limits limits) {
    SslContext tls = tls(certificate);
    EventLoopGroup events = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    DefaultEventExecutorGroup work = new DefaultEventExecutorGroup(THREADS);
    GateAnswers answers = new GateAnswers(service);
    ConnectionLimit connections = new ConnectionLimit(limits.connections());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(events)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel each) {
                    pipeline(each, tls, connections, limits, work, answers);
                  }
                });
    try {
      Channel channel = bootstrap.bind(host, port).syncUninterruptibly().channel();
      ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
      clock.scheduleWithFixedDelay(new Sweep(service), 2, 2, TimeUnit.SECONDS);
      return new GateServer(events, work, clock, channel, service);
    } catch (RuntimeException e) {
      events.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      work.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw e;
    } catch (Exception e) {
      events.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      work.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new UsageException(
          "The gate cannot listen at " + host + ":" + port + ": choose another --host or --port.");
    }
  }

  private static void pipeline(
      SocketChannel channel,
      SslContext tls,
      ConnectionLimit connections,
      Limits limits,
      DefaultEventExecutorGroup work,
      GateAnswers answers) {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(connections);
    SslHandler handshake = tls.newHandler(channel.alloc());
    handshake.setHandshakeTimeoutMillis(limits.request().toMillis());
    pipeline.addLast(handshake);
    pipeline.addLast(new HttpServerCodec(1_024, 16_384, 8_192));
    pipeline.addLast(new RequestDeadline(limits.request(), limits.idle()));
    pipeline.addLast(new HttpObjectAggregator(limits.bodyBytes(), true));
    pipeline.addLast(work, new GateRequests(answers));
  }

  private static SslContext tls(ServerCertificate certificate) {
    try {
      return SslContextBuilder.forServer(
              certificate.certificate().toFile(), certificate.key().toFile())
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3")
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new UsageException(
          certificate.certificate()
              + " and "
              + certificate.key()
              + " are not a certificate and its private key (PKCS#8), both in PEM.");
    }
  }

  /** Goes on however one round ends: the next may do better. */
  private record Sweep(KeyService service) implements Runnable {
    @Override
    public void run() {
      try {
        service.sweep();
      } catch (RuntimeException e) {
        org.apache.logging.log4j.LogManager.getLogger(GateServer.class)
            .error("Grants that are over were not ended; they are tried again.", e);
      }
    }
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Takes no further question, answers those it has, writes its counts. */
  @Override
  public void close() {
    clock.shutdownNow();
    channel.close().syncUninterruptibly();
    work.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    events.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    service.sweep();
  }
}
