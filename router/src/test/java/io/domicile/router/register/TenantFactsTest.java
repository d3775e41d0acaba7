// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Json;
import io.domicile.router.Settings;
import io.domicile.router.intake.StrictJson;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TenantFactsTest {

    private static final Path POLICIES = Path.of("..", "policies");

    /// What the policies call mechanisms and belongs to one transfer alone.
    private static final Set<String> OF_ONE_TRANSFER = Set.of("CONSENT", "TRANSIT", "PUBLIC");

    @Test
    void a_mechanism_counts_from_its_first_day_on() throws IOException {
        // given
        var facts =
                facts(
                        """
                        {"mechanisms":[
                         {"id":"SC","ref":"sc-1","valid_from":"2026-03-01","valid_to":"2029-02-28"},
                         {"id":"EU_SCC","valid_to":"2026-01-31","scope":["SG"]}]}
                        """);

        // when
        var before = facts.mechanismsOn(LocalDate.parse("2026-02-28"));
        JsonNode after = Json.MAPPER.valueToTree(facts.mechanismsOn(LocalDate.parse("2026-03-01")));

        // then
        assertEquals(List.of("EU_SCC"), before.stream().map(Mechanism.Fact::id).toList());
        assertEquals(
                Json.MAPPER.readTree(
                        """
                        [{"id":"SC","valid_to":"2029-02-28"},
                         {"id":"EU_SCC","valid_to":"2026-01-31","scope":["SG"]}]
                        """),
                after);
    }

    @Test
    void an_attestation_holds_from_its_first_day_to_its_last() {
        // given
        var facts =
                facts(
                        """
                        {"attestations":[{"kind":"PIA.CN","ref":"pia-1",
                          "valid_from":"2026-03-01","valid_to":"2026-03-02"}]}
                        """);

        // when
        var days =
                List.of("2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03").stream()
                        .map(day -> facts.attested("PIA.CN", LocalDate.parse(day)).isPresent())
                        .toList();

        // then
        assertEquals(List.of(false, true, true, false), days);
    }

    @Test
    void the_policies_ask_for_no_mechanism_that_cannot_be_entered() throws IOException {
        // given
        var asked = new TreeSet<>(certified());
        for (var rule : rules()) {
            var held = Pattern.compile("facts\\.held\\(\\{([^}]*)}\\)").matcher(rule);
            while (held.find()) {
                for (var id : held.group(1).split(",", -1)) {
                    asked.add(id.strip().replace("\"", ""));
                }
            }
        }

        // when
        asked.removeAll(OF_ONE_TRANSFER);

        // then
        assertEquals(new TreeSet<>(Mechanism.IDS), asked);
    }

    @Test
    void the_configuration_names_entities_and_papers() {
        // when
        var facts =
                configured(
                        Map.of(
                                "domicile.tenants.acme.establishments", "CN:acme-shanghai,NL",
                                "domicile.tenants.acme.attestations", "PIA.CN:pia-1,NOTICE.SPI"));

        // then
        assertEquals(Optional.of("acme-shanghai"), facts.entityIn("CN"));
        assertEquals(Optional.of("acme.NL"), facts.entityIn("NL"));
        var today = LocalDate.parse("2026-03-01");
        assertEquals("pia-1", facts.attested("PIA.CN", today).orElseThrow().ref());
        assertEquals("configuration", facts.attested("NOTICE.SPI", today).orElseThrow().ref());
    }

    @Test
    void the_configuration_attests_nothing_that_is_not_the_tenants() {
        // given
        var settings = Map.of("domicile.tenants.acme.attestations", "ENC.SM");

        // when
        var refusal = assertThrows(ConfigurationException.class, () -> configured(settings));

        // then
        assertEquals(
                "domicile.tenants.acme.attestations: ENC.SM is not attested by tenants",
                refusal.getMessage());
    }

    private static TenantFacts facts(String document) {
        return DocumentReader.read(StrictJson.read(document.getBytes(StandardCharsets.UTF_8)), 1);
    }

    private static TenantFacts configured(Map<String, String> settings) {
        return Settings.of(settings).tenants().entrySet().stream()
                .map(tenant -> Seeds.facts(tenant.getKey(), tenant.getValue()))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> certified() throws IOException {
        var certified = new TreeSet<String>();
        Json.MAPPER
                .readTree(Files.readString(POLICIES.resolve("data/law.json")))
                .findValue("certified")
                .forEach(country -> country.forEach(id -> certified.add(id.textValue())));
        return certified;
    }

    private static List<String> rules() throws IOException {
        try (var files = Files.walk(POLICIES.resolve("rego"))) {
            var texts = new TreeSet<String>();
            for (var file :
                    files.filter(f -> f.toString().matches(".*(?<!_test)\\.rego")).toList()) {
                texts.add(Files.readString(file));
            }
            return List.copyOf(texts);
        }
    }
}
