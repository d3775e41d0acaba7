// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Tenants of three continents: `attesting` has done all that is a tenant's own, `silent` nothing,
/// and `without-<duty>` all but one.
public final class Attesting implements QuarkusTestProfile {

    /// What the records of the tests ask of their tenant.
    static final List<String> DUTIES =
            List.of(
                    "AI.OPTOUT",
                    "BASIS.RECORD",
                    "COUNSEL",
                    "CRS.QUAL",
                    "DEFAULT.OFF",
                    "DPIA.EU",
                    "MINOR.RULES",
                    "NOTICE.ART13",
                    "NOTICE.AUTO",
                    "NOTICE.PDPA",
                    "NOTICE.SPI",
                    "NOTICE.XB",
                    "PIA.CN",
                    "REAL_NAME",
                    "TELL.AFTER");

    /// The tenant that has done all but this.
    static String without(String duty) {
        return "without-" + duty.toLowerCase(Locale.ROOT).replaceAll("[._]", "-");
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<String, String>();
        tenant(settings, "attesting", DUTIES);
        tenant(settings, "silent", List.of());
        for (var duty : DUTIES) {
            var rest = new ArrayList<>(DUTIES);
            rest.remove(duty);
            tenant(settings, without(duty), rest);
        }
        return settings;
    }

    private static void tenant(Map<String, String> settings, String name, List<String> duties) {
        settings.put("domicile.tenants." + name + ".establishments", "NL,CN,SG");
        if (!duties.isEmpty()) {
            settings.put(
                    "domicile.tenants." + name + ".attestations",
                    String.join(":paper-1,", duties) + ":paper-1");
        }
    }
}
