// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.micrometer.core.instrument.Metrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Lets bytes of an HTTP/1 connection through once it is certain what they mean, and ends the
/// connection at the first that could mean two things. It stands before the server's own decoder,
/// which then sees nothing but heads that are complete and checked. Chunks carry short extensions
/// and no trailers.
final class StrictHttp1 extends ByteToMessageDecoder {

    /// How long who still sends may take to read the refusal.
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final int LONGEST_CHUNK_LINE = 80;
    private static final int MOST_HEX = 8;

    /// What no decoder takes for a request: has the server answer 400 behind its other answers.
    private static final byte[] NOT_HTTP = "?\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Limits limits;
    private Part part = Part.HEAD;
    private int scanned;
    private long left;
    private boolean begun;
    private boolean refused;
    private @Nullable Future<?> deadline;

    /// What comes next.
    private enum Part {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        LAST_END
    }

    /// @param mostHeaders how many header lines a request may have
    /// @param longestHead its bytes with the request line
    /// @param patience how long it may take to arrive
    record Limits(int mostHeaders, int longestHead, Duration patience) {}

    StrictHttp1(Limits limits) {
        this.limits = limits;
    }

    /// HTTP/2, which only TLS can agree on, has a decoder of its own that knows one meaning only.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        super.userEventTriggered(ctx, event);
        if (event instanceof SslHandshakeCompletionEvent done
                && done.isSuccess()
                && ctx.pipeline().get(SslHandler.class) instanceof SslHandler tls
                && "h2".equals(tls.applicationProtocol())) {
            ctx.pipeline().remove(this);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int from = in.readerIndex();
        int checked = from;
        try {
            for (int next = step(in, from); next > checked; next = step(in, checked)) {
                checked = next;
            }
        } catch (Flaw.Found found) {
            if (part == Part.HEAD) {
                passOn(in, checked, out);
            }
            in.skipBytes(in.readableBytes());
            refuse(ctx, found.flaw(), out);
            return;
        }
        boolean unfinished = part == Part.HEAD && in.writerIndex() > checked;
        watch(ctx, unfinished);
        passOn(in, checked, out);
    }

    private static void passOn(ByteBuf in, int to, List<Object> out) {
        if (to > in.readerIndex()) {
            out.add(in.readRetainedSlice(to - in.readerIndex()));
        }
    }

    /// Nothing of a request that was not finished goes on.
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        in.skipBytes(in.readableBytes());
        watch(ctx, false);
    }

    /// Checks one part from an index on.
    ///
    /// @return where it ends, or the same index if more must come first
    private int step(ByteBuf in, int at) {
        return switch (part) {
            case HEAD -> head(in, at);
            case BODY -> body(in, at, Part.HEAD);
            case CHUNK_SIZE -> chunkSize(in, at);
            case CHUNK -> body(in, at, Part.CHUNK_END);
            case CHUNK_END -> lineEnd(in, at, Part.CHUNK_SIZE);
            case LAST_END -> lineEnd(in, at, Part.HEAD);
        };
    }

    private int head(ByteBuf in, int at) {
        int end = endOfHead(in, at);
        if (end < 0) {
            Flaw.TOO_LARGE.unless(in.writerIndex() - at <= limits.longestHead());
            return at;
        }
        Flaw.TOO_LARGE.unless(end - at <= limits.longestHead());
        var framing = Head.read(ByteBufUtil.getBytes(in, at, end - at), limits.mostHeaders());
        scanned = 0;
        begun = true;
        left = framing.length();
        part = framing.chunked() ? Part.CHUNK_SIZE : left > 0 ? Part.BODY : Part.HEAD;
        return end;
    }

    /// Where the empty line ends, or -1; remembers how far it has looked.
    private int endOfHead(ByteBuf in, int at) {
        int line = at + scanned;
        while (true) {
            int feed = in.indexOf(line, in.writerIndex(), (byte) '\n');
            if (feed < 0) {
                return -1;
            }
            Flaw.HEADER.unless(feed > at && in.getByte(feed - 1) == '\r');
            if (feed - 1 == line) {
                Flaw.REQUEST_LINE.unless(line > at);
                return feed + 1;
            }
            line = feed + 1;
            scanned = line - at;
        }
    }

    private int body(ByteBuf in, int at, Part next) {
        int here = (int) Math.min(left, in.writerIndex() - at);
        left -= here;
        part = left == 0 ? next : part;
        return at + here;
    }

    private int chunkSize(ByteBuf in, int at) {
        int feed = in.indexOf(at, Math.min(in.writerIndex(), at + LONGEST_CHUNK_LINE), (byte) '\n');
        if (feed < 0) {
            Flaw.CHUNK.unless(in.writerIndex() - at < LONGEST_CHUNK_LINE);
            return at;
        }
        left = size(in, at, feed);
        part = left == 0 ? Part.LAST_END : Part.CHUNK;
        return feed + 1;
    }

    private static long size(ByteBuf in, int at, int feed) {
        long size = 0;
        int digits = 0;
        int here = at;
        for (int hex; (hex = Character.digit(in.getByte(here), 16)) >= 0; here++) {
            size = (size << 4) + hex;
            digits++;
        }
        Flaw.CHUNK.unless(digits > 0 && digits <= MOST_HEX && in.getByte(feed - 1) == '\r');
        Flaw.CHUNK.unless(here == feed - 1 || in.getByte(here) == ';');
        for (; here < feed - 1; here++) {
            Flaw.CHUNK.unless(in.getByte(here) >= ' ' && in.getByte(here) < 0x7f);
        }
        return size;
    }

    private int lineEnd(ByteBuf in, int at, Part next) {
        int length = in.writerIndex() - at;
        Flaw.CHUNK.unless(length < 1 || in.getByte(at) == '\r');
        Flaw.CHUNK.unless(length < 2 || in.getByte(at + 1) == '\n');
        if (length < 2) {
            return at;
        }
        part = next;
        return at + 2;
    }

    /// Gives a head that has begun its time, and one that is complete no more.
    private void watch(ChannelHandlerContext ctx, boolean unfinished) {
        var running = deadline;
        if (!unfinished && running != null) {
            running.cancel(false);
            deadline = null;
        } else if (unfinished && running == null) {
            deadline =
                    ctx.executor()
                            .schedule(
                                    () -> refuse(ctx, Flaw.TOO_SLOW, null),
                                    limits.patience().toMillis(),
                                    TimeUnit.MILLISECONDS);
        }
    }

    /// Answers and ends the connection. Behind answers that are still to come only the server
    /// itself can answer in order; within a body the connection just ends.
    private void refuse(ChannelHandlerContext ctx, Flaw flaw, @Nullable List<Object> out) {
        refused = true;
        watch(ctx, false);
        Metrics.counter("domicile.edge.refused", "flaw", flaw.code()).increment();
        if (part != Part.HEAD) {
            var closed = ctx.close();
            return;
        }
        var patience = begun ? limits.patience() : LINGER;
        if (!begun) {
            var written = ctx.writeAndFlush(answer(ctx, flaw)).addListener(_ -> sayEnd(ctx));
        } else if (out != null) {
            out.add(ctx.alloc().buffer().writeBytes(NOT_HTTP));
        }
        var ended =
                ctx.executor()
                        .schedule(() -> ctx.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Says that no more comes; what still arrives is thrown away until the connection is closed,
    /// for a close with unread bytes may take the answer with it.
    private static void sayEnd(ChannelHandlerContext ctx) {
        if (ctx.channel() instanceof DuplexChannel connection) {
            var ended = connection.shutdownOutput();
        }
    }

    private static ByteBuf answer(ChannelHandlerContext ctx, Flaw flaw) {
        var fault = flaw == Flaw.TOO_SLOW ? Fault.REQUEST_TIMEOUT : Fault.BAD_REQUEST;
        var problem = Problem.of(fault, "Send one plain HTTP request (RFC 9112).").json();
        var body = problem.put("status", flaw.status()).toString();
        var head =
                """
                HTTP/1.1 %d \r
                Content-Type: %s\r
                Content-Length: %d\r
                Cache-Control: no-store\r
                Connection: close\r
                \r
                """;
        return ByteBufUtil.writeUtf8(
                ctx.alloc(),
                head.formatted(flaw.status(), Problem.MEDIA_TYPE, body.length()) + body);
    }
}
