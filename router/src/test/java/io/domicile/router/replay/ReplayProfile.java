// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Bundles;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;

/// A gateway that takes bundles, with candidates to try.
public final class ReplayProfile implements QuarkusTestProfile {

    /// How many entries one replay goes through here.
    public static final int LIMIT = 4000;

    /// Where the bundles are.
    public static final Path FOLDER = Path.of("target", "replay-bundles");

    /// The policies that are in force.
    public static final String SAME = "same.tar.gz";

    /// Children of 13 consent themselves in the Netherlands, instead of 16.
    public static final String YOUNGER = "younger.tar.gz";

    /// Gives no valid answer for Dutch and German messages.
    public static final String BROKEN = "broken.tar.gz";

    /// Keeps messages longer and changes nothing else.
    public static final String LONGER = "longer.tar.gz";

    @Override
    public Map<String, String> getConfigOverrides() {
        var bundles = new Bundles(FOLDER);
        try {
            bundles.key("stranger");
            bundles.sign("stranger", "foreign.tar.gz");
            bundles.key("operator");
            bundles.sign("operator", SAME);
            bundles.sign(
                    "operator",
                    YOUNGER,
                    data -> object(data, "/law/consent_age/EU_member").put("NL", 13));
            bundles.sign(
                    "operator",
                    BROKEN,
                    data -> object(data, "/retention/days/NL").put("msg.body.server", -1));
            bundles.sign(
                    "operator",
                    LONGER,
                    data -> object(data, "/retention/days/NL").put("msg.body.server", 90));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                "domicile.policies.bundle", FOLDER.resolve(SAME).toString(),
                "domicile.policies.replay-limit", Integer.toString(LIMIT),
                "domicile.policies.verification-key", FOLDER.resolve("operator.pub").toString(),
                "domicile.policies.signing-algorithm", "ES256");
    }

    private static ObjectNode object(ObjectNode data, String pointer) {
        return (ObjectNode) data.requiredAt(pointer);
    }
}
