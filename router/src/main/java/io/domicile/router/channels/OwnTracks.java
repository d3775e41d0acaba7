// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import io.domicile.router.Fault;
import io.domicile.router.intake.Classifier;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.StrictJson;
import io.domicile.router.intake.Submission;
import io.domicile.router.intake.Submission.Position;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Maps what the OwnTracks apps post in HTTP mode (owntracks.org/booklet/tech/json) to records.
///
/// Members that a record does not need (battery, Wi-Fi names, regions) are dropped: they are
/// location data too, and nobody asked for them here. The apps do not say where they collect: it is
/// where the device is.
@Singleton
final class OwnTracks {

    private static final int LATEST = Integer.MAX_VALUE;

    private final Classifier classifier;

    OwnTracks(Classifier classifier) {
        this.classifier = classifier;
    }

    /// Reads a payload.
    ///
    /// @param account the account, where the request names it
    /// @return its records; empty for payloads that hold none
    /// @throws io.domicile.router.ProblemException with status 400 or 422
    List<Submission> read(byte[] body, Optional<String> account, Channel channel) {
        if (body.length == 0) {
            return List.of();
        }
        var payload = Fields.of(StrictJson.read(body));
        var type = payload.requiredText("_type", 64);
        return switch (type) {
            case "location" -> List.of(location(payload, account(payload, account), channel));
            case "transition" ->
                    hasPosition(payload)
                            ? List.of(location(payload, account(payload, account), channel))
                            : List.of();
            case "waypoint" ->
                    hasPosition(payload)
                            ? List.of(waypoint(payload, account(payload, account), channel))
                            : List.of();
            case "waypoints" -> waypoints(payload, account(payload, account), channel);
            case "lwt", "status", "steps", "cmd", "card", "beacon", "configuration", "dump" ->
                    List.of();
            case "encrypted" ->
                    throw payload.at(
                            "_type",
                            Fault.UNSUPPORTED_PAYLOAD,
                            "Encrypted payloads cannot be placed: switch the app's encryption off"
                                    + " and use HTTPS.");
            default ->
                    throw payload.at("_type", Fault.UNSUPPORTED_PAYLOAD, "This type is not known.");
        };
    }

    private Submission location(Fields payload, String account, Channel channel) {
        var accuracy = payload.number("acc", 0, 20_100_000);
        var position = position(payload, accuracy, null, channel);
        return submission("loc.point", payload, account, position, channel, true);
    }

    private Submission waypoint(Fields payload, String account, Channel channel) {
        var position = position(payload, null, payload.text("desc", 512), channel);
        return submission("loc.dest", payload, account, position, channel, false);
    }

    private List<Submission> waypoints(Fields payload, String account, Channel channel) {
        return payload.list("waypoints", Fields.Element::object).stream()
                .filter(OwnTracks::hasPosition)
                .map(waypoint -> waypoint(waypoint, account, channel))
                .toList();
    }

    private Submission submission(
            String type,
            Fields payload,
            String account,
            Position position,
            Channel channel,
            boolean continuous) {
        return channel.submission(
                type,
                account,
                classifier.territory(position).orElse(null),
                Instant.ofEpochSecond(payload.required("tst", payload.integer("tst", 0, LATEST))),
                position,
                null,
                continuous);
    }

    private static Position position(
            Fields payload, @Nullable Double accuracy, @Nullable String label, Channel channel) {
        return channel.position(
                payload.requiredNumber("lat", -90, 90),
                payload.requiredNumber("lon", -180, 180),
                accuracy,
                label);
    }

    private static boolean hasPosition(Fields payload) {
        return payload.has("lat") || payload.has("lon");
    }

    /// The account that the request names, else the topic's user, else the tracker id.
    private static String account(Fields payload, Optional<String> named) {
        if (named.isPresent()) {
            return named.get();
        }
        var topic = payload.text("topic", 512);
        var levels = topic == null ? new String[0] : topic.split("/", -1);
        if (levels.length >= 3 && !levels[1].isBlank()) {
            return levels[1];
        }
        return payload.required("tid", payload.name("tid", 256));
    }
}
