// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Unpacks bodies, never to more than the limit.
final class Gunzip {

    private Gunzip() {}

    /// The body without its `Content-Encoding`.
    ///
    /// @param encoding the header; without one the body is not packed
    /// @throws ProblemException with status 413 beyond the limit, 415 for another encoding than
    ///   gzip, 400 for what is not gzip
    static byte[] unpack(byte[] body, @Nullable String encoding, long limit) {
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return body;
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw new ProblemException(
                    Fault.UNSUPPORTED_MEDIA_TYPE, "Bodies are packed with gzip or not at all.");
        }
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
            var bytes = unpacked.readNBytes((int) limit + 1);
            if (bytes.length > limit) {
                throw new ProblemException(
                        Fault.BODY_TOO_LARGE, "At most %d bytes are taken.".formatted(limit));
            }
            return bytes;
        } catch (IOException _) {
            throw new ProblemException(Fault.BAD_ENCODING, "The body is not gzip.");
        }
    }
}
