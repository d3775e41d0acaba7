// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.FreshHome;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.Samples;
import io.domicile.regions.Superuser;
import io.domicile.regions.proof.Findings.Verdict;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Looks for canaries where they belong and where they were put on purpose.
@QuarkusTest
@WithTestResource(FreshHome.class)
class ProverTest {

    @Inject Residences residences;
    @Inject Prover prover;

    @Inject
    @ConfigProperty(name = "domicile.home")
    Path home;

    private final Words words = new Words();
    private final String subject = words.latin();
    private final String body = words.latin();
    private final String chinese = words.chinese();

    @Test
    void records_that_rest_at_home_alone_make_it_green() {
        // given
        var canaries = canaries();
        var read = new AtomicLong();

        // when
        var findings = prover.prove(canaries, List.of(), (done, _) -> read.set(done));

        // then
        assertEquals(List.of(), findings.violations());
        assertEquals(List.of(), findings.gaps());
        assertEquals(List.of(), findings.blind());
        assertEquals(List.of(), findings.unclassified());
        assertEquals(List.of(), findings.unsealed());
        assertEquals(findings.planted(), findings.seen());
        assertEquals(Verdict.GREEN, findings.verdict());
        assertEquals(3, findings.keys().size());
        assertTrue(
                findings.keys().stream()
                        .allMatch(state -> state.tried() == 2 * state.keks().size()));
        var record = table(findings, "nl", "public.record");
        assertTrue(record.rows() > 0);
        assertTrue(record.values(Rest.SEALED) > 0);
        assertTrue(record.values(Rest.PLAIN) > record.values(Rest.SEALED));
        assertArrayEquals(new String[0], home.resolve("prove").toFile().list());
    }

    @Test
    void clear_text_in_a_table_of_another_region_is_named_by_its_column() {
        // given
        var canaries = canaries();
        Superuser.update(
                at("sg"),
                "insert into decision values (?, 't', 'store', ?, 'p', 'r', 'a')",
                UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8),
                "facts of " + chinese);

        // when
        var findings = prove(canaries);

        // then
        assertEquals(Verdict.RED, findings.verdict());
        assertTrue(named(findings, "public.decision.facts"), findings.violations().toString());
        assertTrue(
                findings.violations().stream().anyMatch(it -> it.place().kind() == Place.Kind.FILE),
                "it is in the files too");
        assertSilent(findings);
    }

    @Test
    void clear_text_in_a_log_is_named_by_its_byte() throws IOException {
        // given
        var canaries = canaries();
        var log = home.resolve("sg/application.log");
        Files.write(log, ("12345678" + subject).getBytes(StandardCharsets.UTF_16LE));

        // when
        var findings = prove(canaries);
        Files.delete(log);

        // then
        assertEquals(Verdict.RED, findings.verdict());
        var violation = findings.violations().getFirst();
        assertEquals("sg/application.log", violation.place().name());
        assertEquals(16, violation.offset());
        assertEquals(Form.UTF_16, violation.form());
        assertEquals("message: subject", violation.clue().name());
        assertSilent(findings);
    }

    @Test
    void an_envelope_in_another_region_makes_it_red() {
        // given
        var canaries = canaries();
        var record = canaries.getFirst().record();
        assertEquals("cn", record.region().code());
        Superuser.update(
                at("nl"),
                """
                insert into record (id, tenant, type, status, created_at, occurred_at, expires_at,
                    key_id, suite, policy, envelope, event_id)
                values (?, 't', 'loc.point', 'STORED', now(), now(), now() + interval '1 day',
                    ?, 's', 'p', decode(?, 'hex'), ?)
                """,
                UUID.randomUUID(),
                UUID.randomUUID(),
                Superuser.query(
                        at("cn"),
                        "select encode(envelope, 'hex') from record where id = ?",
                        record.uuid()),
                UUID.randomUUID());

        // when
        var findings = prove(canaries);

        // then
        assertEquals(Verdict.RED, findings.verdict());
        assertTrue(named(findings, "public.record.envelope"), findings.violations().toString());
        assertTrue(
                findings.violations().stream()
                        .allMatch(it ->
                                it.clue().kind() == Clue.Kind.SEALED
                                        && it.clue().region().equals(Optional.of(RegionId.of("cn")))
                                        && it.place()
                                                .region()
                                                .equals(Optional.of(RegionId.of("nl")))));
    }

    @Test
    void a_column_that_nobody_spoke_of_makes_it_red() {
        // given
        var canaries = canaries();
        Superuser.update(at("sg"), "alter table record add column remark text");

        // when
        var findings = prove(canaries);
        Superuser.update(at("sg"), "alter table record drop column remark");

        // then
        assertEquals(List.of("sg public.record.remark"), findings.unclassified());
        assertEquals(Verdict.RED, findings.verdict());
    }

    @Test
    void clear_text_where_an_envelope_should_be_makes_it_red() {
        // given
        var canaries = canaries();
        Superuser.update(
                at("sg"),
                "update record set envelope = 'not sealed' where id = ?",
                canaries.getLast().record().uuid());

        // when
        var findings = prove(canaries.subList(0, 2));
        Superuser.update(at("sg"), "delete from record where envelope = 'not sealed'");

        // then
        assertEquals(List.of("sg public.record.envelope"), findings.unsealed());
        assertEquals(Verdict.RED, findings.verdict());
    }

    @Test
    void a_canary_that_is_not_found_at_home_proves_nothing() {
        // given
        var lost = new RecordId(RegionId.of("nl"), UUID.randomUUID());

        // when
        var findings = prove(List.of(new Canary("message", lost, List.of())));

        // then
        assertEquals(List.of("nl message"), findings.blind());
        assertEquals(Verdict.RED, findings.verdict());
    }

    @Test
    void backups_are_unpacked_and_what_cannot_be_is_said(@TempDir Path backups) throws IOException {
        // given
        var canaries = canaries();
        try (var packed =
                new GZIPOutputStream(Files.newOutputStream(backups.resolve("nl.sql.gz")))) {
            packed.write(
                    ("insert into remark values ('" + body + "');")
                            .getBytes(StandardCharsets.UTF_8));
        }
        Files.write(backups.resolve("nl.dump"), "PGDMP-and-more".getBytes(StandardCharsets.UTF_8));
        Files.createSymbolicLink(backups.resolve("link"), home);

        // when
        var folder = new Folder(backups, Optional.of(RegionId.of("nl")));
        var findings = prover.prove(canaries, List.of(folder), (_, _) -> {});

        // then
        assertEquals(
                List.of(backups.toRealPath() + "/nl.sql.gz (unpacked)"),
                findings.violations().stream().map(it -> it.place().name()).distinct().toList());
        assertEquals(
                List.of("link", "nl.dump"),
                findings.gaps().stream()
                        .map(gap -> gap.place().name())
                        .map(name -> name.substring(name.lastIndexOf('/') + 1))
                        .sorted()
                        .toList());
    }

    @Test
    void what_could_not_be_looked_at_makes_it_amber() {
        // given
        var folder = new Folder(home.resolve("no-such-folder"), Optional.empty());

        // when
        var findings = prover.prove(canaries(), List.of(folder), (_, _) -> {});

        // then
        assertEquals(1, findings.gaps().size());
        assertEquals(Verdict.AMBER, findings.verdict());
    }

    private Findings prove(List<Canary> canaries) {
        return prover.prove(canaries, List.of(), (_, _) -> {});
    }

    /// One in each region.
    private List<Canary> canaries() {
        var canaries = new ArrayList<Canary>();
        for (var residence : residences.all()) {
            var content = "{\"body\":\"%s %s\"}".formatted(body, chinese);
            var receipt = Samples.done(residence.admit(Samples.deposit(subject, content)));
            canaries.add(
                    new Canary(
                            "message",
                            receipt.record().orElseThrow(),
                            List.of(
                                    new Secret.Text("subject", subject),
                                    new Secret.Text("body", body),
                                    new Secret.Text("body", chinese))));
        }
        return canaries;
    }

    private Residence at(String region) {
        return residences.at(RegionId.of(region));
    }

    private static TableCount table(Findings findings, String region, String name) {
        return findings.tables().getOrDefault(RegionId.of(region), List.of()).stream()
                .filter(table -> table.table().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean named(Findings findings, String place) {
        return findings.violations().stream().anyMatch(it -> it.place().name().equals(place));
    }

    /// What was found is said nowhere.
    private void assertSilent(Findings findings) {
        var said = findings.toString();
        for (var secret : List.of(subject, body, chinese)) {
            assertFalse(said.contains(secret));
        }
    }
}
