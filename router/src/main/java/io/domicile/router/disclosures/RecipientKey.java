// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domicile.regions.Bytes;
import io.domicile.regions.Recipient;
import io.domicile.router.Fault;
import io.domicile.router.intake.Fields;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A recipient's public key as a JSON Web Key (RFC 7517): `OKP` with `X25519` (RFC 8037), or `EC`
/// with `SM2`, its coordinates like those of other curves.
///
/// @param y the second coordinate, in base64url like `x`; of SM2 alone
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecipientKey(String kty, String crv, String x, @Nullable String y) {

    private static final int COORDINATE = 32;

    /// Reads a key of the kind that goes with the region's suite.
    ///
    /// @throws io.domicile.router.ProblemException with status 422 if it is none
    static RecipientKey read(Fields demand, Fields fields, String suite) {
        fields.only(Set.of("kty", "crv", "x", "y"));
        var kind = Recipient.Kind.of(suite);
        var kty = kind == Recipient.Kind.SM2 ? "EC" : "OKP";
        var key =
                new RecipientKey(
                        fields.required("kty", fields.oneOf("kty", Set.of(kty))),
                        fields.required("crv", fields.oneOf("crv", Set.of(kind.name()))),
                        fields.requiredText("x", 64),
                        fields.text("y", 64));
        try {
            var unused = key.recipient();
            return key;
        } catch (IllegalArgumentException e) {
            throw demand.at(
                    "recipient_key",
                    Fault.BAD_TEXT,
                    "Is no public key that can be sealed to: " + kind.name() + ".");
        }
    }

    /// Whom to seal to.
    ///
    /// @throws IllegalArgumentException if nothing can be sealed to it
    Recipient recipient() {
        var first = coordinate(x);
        if (crv.equals(Recipient.Kind.X25519.name())) {
            return new Recipient(Recipient.Kind.X25519, Bytes.of(first));
        }
        var second = coordinate(y == null ? "" : y);
        var point = new byte[1 + 2 * COORDINATE];
        point[0] = 4;
        System.arraycopy(first, 0, point, 1, COORDINATE);
        System.arraycopy(second, 0, point, 1 + COORDINATE, COORDINATE);
        return new Recipient(Recipient.Kind.SM2, Bytes.of(point));
    }

    private static byte[] coordinate(String text) {
        var bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != COORDINATE) {
            throw new IllegalArgumentException("a coordinate has 32 bytes");
        }
        return bytes;
    }
}
