// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/// Reads the body of an upstream's answer, never more than the limit.
final class BoundedBody {

    private BoundedBody() {}

    /// Reads the body to its end.
    ///
    /// @param answer whose body is paused
    /// @return fails with [ProblemException] beyond the limit, or if it ends too early
    static Future<byte[]> read(ReadStream<Buffer> answer, long limit) {
        Promise<byte[]> body = Promise.promise();
        var read = Buffer.buffer();
        answer.exceptionHandler(_ ->
                body.tryFail(
                        new ProblemException(
                                Fault.UPSTREAM_UNREACHABLE, "The answer ended too early.")));
        answer.endHandler(_ -> body.tryComplete(read.getBytes()));
        answer.handler(chunk -> {
            if (read.length() + chunk.length() <= limit) {
                read.appendBuffer(chunk);
            } else {
                answer.pause();
                body.tryFail(
                        new ProblemException(
                                Fault.ANSWER_REFUSED,
                                "At most %d bytes are read.".formatted(limit)));
            }
        });
        answer.resume();
        return body.future();
    }
}
