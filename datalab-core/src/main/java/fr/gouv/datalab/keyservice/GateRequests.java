package fr.gouv.datalab.keyservice;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** Takes whole requests of HTTP to {@link GateAnswers}, and their answers back. */
final class GateRequests extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final GateAnswers answers;

  GateRequests(GateAnswers answers) {
    this.answers = answers;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    boolean goesOn = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
    FullHttpResponse response = response(answer(request));
    HttpUtil.setKeepAlive(response, goesOn);
    var written = context.writeAndFlush(response);
    if (!goesOn) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private GateAnswers.Answer answer(FullHttpRequest request) {
    if (!request.decoderResult().isSuccess()) {
      return GateAnswers.told(400, "usage", "", "That is not a request of HTTP, or is too long.");
    }
    if (!request.method().equals(HttpMethod.POST)) {
      return GateAnswers.told(405, "usage", "", "The gate answers POST alone.");
    }
    String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
    return answers.to(request.uri(), authorization, ByteBufUtil.getBytes(request.content()));
  }

  private static FullHttpResponse response(GateAnswers.Answer answer) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(answer.body()));
    response
        .headers()
        .set(
            HttpHeaderNames.CONTENT_TYPE,
            answer.isJson() ? "application/json" : "application/octet-stream")
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    return response;
  }

  /** A connection that breaks, or that does not speak TLS or HTTP: nothing to answer. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
