// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import io.domicile.router.intake.Classifier;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.StrictJson;
import io.domicile.router.intake.Submission;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Maps the positions that a Traccar server forwards (`forward.type=json`) to records.
///
/// Members that a record does not need (speed, address, cells, the attributes of the device) are
/// dropped. The server does not say where it collects: it is where the device is.
@Singleton
final class Traccar {

    private final Classifier classifier;

    Traccar(Classifier classifier) {
        this.classifier = classifier;
    }

    /// Reads a payload.
    ///
    /// @return its record; empty for a position that the device did not have: without a fix, or an
    ///   old one told again
    /// @throws io.domicile.router.ProblemException with status 400 or 422
    Optional<Submission> read(byte[] body, Channel channel) {
        var payload = Fields.of(StrictJson.read(body));
        var position = payload.required("position", payload.object("position"));
        var device = payload.required("device", payload.object("device"));
        var account = account(position, device);
        var where =
                channel.position(
                        position.requiredNumber("latitude", -90, 90),
                        position.requiredNumber("longitude", -180, 180),
                        accuracy(position),
                        null);
        var time = position.required("fixTime", position.time("fixTime"));
        boolean fixed = position.required("valid", position.bool("valid"));
        return !fixed || Boolean.TRUE.equals(position.bool("outdated"))
                ? Optional.empty()
                : Optional.of(
                        channel.submission(
                                "loc.point",
                                account,
                                classifier.territory(where).orElse(null),
                                time,
                                where,
                                null,
                                true));
    }

    /// Who drives, where the device knows; else the device.
    private static String account(Fields position, Fields device) {
        var attributes = position.object("attributes");
        var driver = attributes == null ? null : attributes.name("driverUniqueId", 256);
        return driver == null ? device.required("uniqueId", device.name("uniqueId", 256)) : driver;
    }

    /// The server says 0 where the device did not say.
    private static @Nullable Double accuracy(Fields position) {
        var accuracy = position.number("accuracy", 0, 20_100_000);
        return accuracy == null || accuracy == 0 ? null : accuracy;
    }
}
