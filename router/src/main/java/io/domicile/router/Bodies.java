// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.router.config.DomicileConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Reads request bodies on the event loop, never more than the limit.
@Singleton
public final class Bodies {

    private final long limit;

    Bodies(DomicileConfig config) {
        this.limit = config.intake().maxBody().asLongValue();
    }

    /// Reads the body to its end.
    ///
    /// @param types media types taken, in lower case, without parameters
    /// @return the bytes, or a stage failed with [ProblemException]: 415 for another type or a
    ///   character set other than UTF-8, 413 beyond the limit
    public CompletionStage<byte[]> read(HttpServerRequest request, Set<String> types) {
        return read(request, types, limit);
    }

    /// Reads a body that may be of another size than a record's.
    public static CompletionStage<byte[]> read(
            HttpServerRequest request, Set<String> types, long limit) {
        if (!types.contains(mediaType(request))) {
            return failed(
                    Fault.UNSUPPORTED_MEDIA_TYPE,
                    "Send " + String.join(" or ", types) + " in UTF-8.");
        }
        if (declaredLength(request) > limit) {
            return failed(Fault.BODY_TOO_LARGE, tooLarge(limit));
        }
        var body = new CompletableFuture<byte[]>();
        var read = Buffer.buffer();
        request.exceptionHandler(_ ->
                body.completeExceptionally(
                        new ProblemException(Fault.BAD_REQUEST, "The body ended too early.")));
        request.endHandler(_ -> body.complete(read.getBytes()));
        request.handler(chunk -> {
            if (read.length() + chunk.length() <= limit) {
                read.appendBuffer(chunk);
            } else {
                body.completeExceptionally(
                        new ProblemException(Fault.BODY_TOO_LARGE, tooLarge(limit)));
            }
        });
        request.resume();
        return body;
    }

    private static String tooLarge(long limit) {
        return "At most %d bytes are taken.".formatted(limit);
    }

    private static String mediaType(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (header == null) {
            return "";
        }
        try {
            var type = MediaType.valueOf(header);
            var charset = type.getParameters().getOrDefault("charset", "utf-8");
            return charset.equalsIgnoreCase("utf-8")
                    ? (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT)
                    : "";
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static long declaredLength(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return header == null ? 0 : Long.parseLong(header);
    }

    private static CompletionStage<byte[]> failed(Fault fault, String detail) {
        return CompletableFuture.failedFuture(new ProblemException(fault, detail));
    }
}
