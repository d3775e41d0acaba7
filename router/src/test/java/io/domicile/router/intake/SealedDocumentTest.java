// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.router.Examples;
import io.domicile.router.Json;
import io.domicile.router.duties.Duty;
import io.domicile.router.duties.Obligor;
import io.domicile.router.register.Attestation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealedDocumentTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    private static final String CONSENTS =
            """
            [{"kind":"CONSENT.EPRIV","ref":"c-7","given_at":"2026-11-01T00:00:00Z",
              "until":"2026-12-01T00:00:00Z"},
             {"kind":"CONSENT.EPRIV","ref":"c-6","until":"2026-11-20T08:00:00Z"}]
            """;

    @Test
    void the_proofs_that_a_decision_stood_on_are_sealed_with_the_record()
            throws JsonProcessingException {
        // given
        var record = Examples.GERMAN_POINT.replace("[\"CONSENT.EPRIV\"]", CONSENTS);
        var submission = SubmissionReader.read(record.getBytes(StandardCharsets.UTF_8));
        var notice =
                new Attestation("NOTICE.ART13", "notice-7", Optional.empty(), Optional.empty());
        var duties =
                List.of(
                        new Duty("CONSENT.EPRIV", Obligor.CALLER, Optional.empty()),
                        new Duty("ENC.AES", Obligor.GATEWAY, Optional.empty()),
                        new Duty("NOTICE.ART13", Obligor.TENANT, Optional.of(notice)));

        // when
        var sealed =
                SealedDocument.read(
                        SealedDocument.of(
                                submission,
                                0,
                                JsonNodeFactory.instance.objectNode(),
                                duties,
                                submission.consentsAt(NOW)));

        // then
        assertEquals(
                Json.MAPPER.readTree(
                        """
                        [{"obligation":"CONSENT.EPRIV","by":"caller","consents":[
                           {"kind":"CONSENT.EPRIV","ref":"c-7","given_at":"2026-11-01T00:00:00Z",
                            "until":"2026-12-01T00:00:00Z"}]},
                         {"obligation":"NOTICE.ART13","by":"tenant","ref":"notice-7"}]
                        """),
                sealed.duties());
    }
}
