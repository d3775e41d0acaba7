// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

/// What authorities and officers send.
final class Papers {

    static final String DIGEST = "ab".repeat(32);

    /// An officer's word for all that the law asks of officers.
    static final String RELEASE =
            """
            {"decision":"release","confirmed":["COUNSEL","MIN.SCOPE","VERIFY.INSTRUMENT"],
             "reference":"CASE-12"}
            """;

    private static final Recipients.X25519 SOMEBODY = new Recipients.X25519();

    private Papers() {}

    /// A court's demand for all records of a person.
    static String of(String region, String country, String instrument, String subject) {
        return """
        {"region":"%s","kind":"disclose",
         "authority":{"country":"%s","kind":"court","name":"Rechtbank"},
         "instrument":{"type":"%s","sha256":"%s"},"legal_basis":"Sv 126nd",
         "scope":{"subjects":["%s"],"types":[]},"recipient_key":%s}
        """
                .formatted(
                        region,
                        country,
                        instrument,
                        DIGEST,
                        subject,
                        region.equals("cn") ? new Recipients.Sm2().jwk() : SOMEBODY.jwk());
    }

    /// The same with another recipient.
    static String sealedTo(String demand, String jwk) {
        return demand.substring(0, demand.indexOf("\"recipient_key\":"))
                + "\"recipient_key\":"
                + jwk
                + "}";
    }
}
