// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tenants that hold mechanisms and state something for their reports.
public final class ReportsProfile implements QuarkusTestProfile {

    /// A name that is a formula to spreadsheets and markup to browsers.
    static final String CONTROLLER = "=Müller & <b>Söhne</b>, \"Berlin\"";

    private static final String ATTESTED =
            "ATTEST.LOCAL,BASIS.RECORD,COUNSEL,DEFAULT.OFF,DPIA.EU,NOTICE.ART13,NOTICE.AUTO,"
                    + "NOTICE.PDPA,NOTICE.SPI,PIA.CN:pia-7,REAL_NAME,FILE.10WD,LINE.LICENSED,"
                    + "NOTICE.XB:notice-3";

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<String, String>();
        for (var tenant : List.of("reporting", "other")) {
            var prefix = "domicile.tenants." + tenant;
            settings.put(prefix + ".establishments", "CN:acme-shanghai,NL:acme-bv,SG");
            settings.put(prefix + ".attestations", ATTESTED);
            settings.put(
                    prefix + ".mechanisms", "SC:2099-12-31,EU_SCC:2099-12-31,TIA_OK:2099-12-31");
            settings.put(prefix + ".report.controller", CONTROLLER);
        }
        settings.put("domicile.audit.public", "true");
        return settings;
    }
}
