package fr.gouv.datalab.keyservice;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose request is not whole in time, however its bytes drip, and one that asks
 * nothing for long. Stands behind the decoder of HTTP, in each connection's own pipeline; the time
 * of the first request begins with the connection, its handshake included.
 */
final class RequestDeadline extends ChannelDuplexHandler {
  private final Duration request;
  private final Duration idle;
  private boolean asking = true;
  private Future<?> end;

  RequestDeadline(Duration request, Duration idle) {
    this.request = request;
    this.idle = idle;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    closeAfter(context, request);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof HttpObject && !asking) {
      asking = true;
      closeAfter(context, request);
    }
    if (message instanceof LastHttpContent) {
      asking = false;
      end.cancel(false);
    }
    super.channelRead(context, message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof LastHttpContent) {
      closeAfter(context, idle);
    }
    super.write(context, message, promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    end.cancel(false);
    super.channelInactive(context);
  }

  private void closeAfter(ChannelHandlerContext context, Duration time) {
    if (end != null) {
      end.cancel(false);
    }
    end =
        context.executor().schedule(() -> context.close(), time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
