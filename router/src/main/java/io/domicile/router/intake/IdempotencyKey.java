// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import io.domicile.regions.Bytes;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The header `Idempotency-Key` of a request.
///
/// @param value 1 to 128 visible ASCII characters
public record IdempotencyKey(String value) {

    private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");

    /// The key in a header.
    ///
    /// @return empty where there is none
    /// @throws ProblemException with status 400 for one that is malformed
    public static Optional<IdempotencyKey> of(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        if (!KEY.matcher(header).matches()) {
            throw new ProblemException(
                    Fault.BAD_HEADER, "Idempotency-Key takes 1 to 128 visible ASCII characters.");
        }
        return Optional.of(new IdempotencyKey(header));
    }

    /// Makes the request happen once that brings one record.
    Intake.Repeatable whole(byte[] body) {
        return new Intake.Repeatable("records:" + value, Bytes.of(body));
    }

    /// Makes one of several records of the request happen once.
    ///
    /// @param number where it stands in the request
    public Intake.Repeatable part(long number, Bytes part) {
        return new Intake.Repeatable("part:" + number + ":" + value, part);
    }
}
