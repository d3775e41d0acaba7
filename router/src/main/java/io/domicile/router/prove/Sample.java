// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import io.domicile.policies.RegionId;
import io.domicile.regions.proof.Secret;
import io.domicile.regions.proof.Words;
import io.domicile.router.intake.Submission;
import io.domicile.router.intake.Submission.Consent;
import io.domicile.router.intake.Submission.Message;
import io.domicile.router.intake.Submission.Position;
import io.domicile.router.intake.Submission.Subject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A made-up adult at home in a region, who sends what the law keeps there.
///
/// @param country where the person lives and is
/// @param consent what the person agrees to
/// @param lat latitude of a street there
/// @param lon its longitude
/// @param crs the coordinates that maps have there
/// @param subject the person's id, random
/// @param session the person's session, random
record Sample(
        String country,
        List<Consent> consent,
        double lat,
        double lon,
        String crs,
        String subject,
        String session) {

    private static final int AGE = 40;

    /// What is sent, and which parts of it may be in no file.
    ///
    /// @param name `message` or `position`
    record Draft(String name, Submission submission, List<Secret> secrets) {}

    /// The person of a region; empty for regions that the law does not speak of.
    static Optional<Sample> of(RegionId region, Words words) {
        return switch (region.code()) {
            case "cn" -> Optional.of(person("CN", "CONSENT.SEP", 31.175, 121.531, "GCJ02", words));
            case "nl" -> Optional.of(person("NL", "CONSENT.EPRIV", 52.373, 4.892, "WGS84", words));
            case "sg" -> Optional.of(person("SG", "CONSENT.PI", 1.352, 103.82, "WGS84", words));
            default -> Optional.empty();
        };
    }

    private static Sample person(
            String country, String consent, double lat, double lon, String crs, Words words) {
        return new Sample(
                country, List.of(Consent.of(consent)), lat, lon, crs, words.latin(), words.latin());
    }

    /// What the person sends.
    List<Draft> drafts(Words words) {
        return List.of(message(words), position(words));
    }

    private Draft message(Words words) {
        var body = words.latin();
        var chinese = words.chinese();
        return new Draft(
                "message",
                submission(
                        "msg.text",
                        "phone",
                        "deliver_message",
                        null,
                        new Message("text", body + " " + chinese, null, null, null)),
                List.of(
                        new Secret.Text("subject", subject),
                        new Secret.Text("session", session),
                        new Secret.Text("body", body),
                        new Secret.Text("body", chinese)));
    }

    private Draft position(Words words) {
        double north = words.near(lat);
        double east = words.near(lon);
        var label = words.latin();
        return new Draft(
                "position",
                submission(
                        "loc.point",
                        "in_car",
                        "navigation",
                        new Position(north, east, crs, 5.0, label),
                        null),
                List.of(
                        new Secret.Number("latitude", north),
                        new Secret.Number("longitude", east),
                        new Secret.Text("label", label)));
    }

    private Submission submission(
            String type,
            String via,
            String purpose,
            @Nullable Position position,
            @Nullable Message message) {
        return new Submission(
                type,
                List.of(new Subject(subject, "author", country, AGE, null)),
                country,
                via,
                purpose,
                session,
                null,
                null,
                position,
                message,
                consent,
                false);
    }

    @Override
    public String toString() {
        return "Sample[" + country + "]";
    }
}
