// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

import io.domicile.router.Digest;
import io.domicile.router.register.Attestation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An obligation that is met, or that the gateway is about to carry out.
///
/// @param obligation its code, for instance `NOTICE.ART13`
/// @param by who carries it out
/// @param attestation the tenant's word, where it is the tenant's
public record Duty(String obligation, Obligor by, Optional<Attestation> attestation) {

    private static final int MARK = "sha256:".length() + 16;

    /// Stands for the tenant's paper in answers, without showing its reference: `sha256:` and the
    /// first 16 hex digits of the reference's digest.
    public Optional<String> mark() {
        return attestation.map(word ->
                Digest.sha256(word.ref().getBytes(StandardCharsets.UTF_8)).substring(0, MARK));
    }

    /// A duty that is not the tenant's.
    static Duty of(String obligation, Obligor by) {
        return new Duty(obligation, by, Optional.empty());
    }
}
