// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Looks for what nobody may find in any file that the gateway and its databases write: data,
/// write-ahead logs, server logs, the audit log.
@QuarkusTest
@WithTestResource(FreshHome.class)
class CanaryTest {

    @Inject Residences residences;

    @Inject
    @ConfigProperty(name = "domicile.home")
    Path home;

    @Test
    void nothing_clear_of_a_record_is_in_any_file() throws IOException {
        // given
        for (var residence : residences.all()) {
            Samples.done(residence.admit(secret()));
            Samples.done(
                    residence.note(Samples.note("read"), Optional.empty(), exported(residence)));
            Samples.awaitPublished(residence);
            Superuser.update(residence, "checkpoint");
        }

        // when
        var found = filesWith(home, "canary-".getBytes(StandardCharsets.UTF_8));

        // then
        assertEquals(List.of(), found);
        assertTrue(!filesWith(home, "loc.point".getBytes(StandardCharsets.UTF_8)).isEmpty());
    }

    @Test
    void a_mainland_records_id_is_in_no_file_of_the_other_regions() throws IOException {
        // given
        var cn = residences.at(RegionId.of("cn"));
        var id = Samples.done(cn.admit(secret())).record().orElseThrow();
        for (var residence : residences.all()) {
            Samples.awaitPublished(residence);
            Superuser.update(residence, "checkpoint");
        }

        // when
        var inCn = filesWith(home.resolve("cn"), bytes(id.uuid()));

        // then
        assertTrue(!inCn.isEmpty());
        for (var other : List.of("nl", "sg")) {
            assertEquals(List.of(), filesWith(home.resolve(other), bytes(id.uuid())));
            var text = id.toString().getBytes(StandardCharsets.UTF_8);
            assertEquals(List.of(), filesWith(home.resolve(other), text));
        }
    }

    private static Tally exported(Residence residence) {
        var year = residence.today().getYear();
        var persons = Set.of("canary-exported");
        return new Tally(
                new Export(Samples.TENANT, "entity", year, Export.Kind.SPI, persons), _ -> true);
    }

    private static Deposit secret() {
        var request = Bytes.of("canary-body");
        return new Deposit(
                Samples.TENANT,
                "canary-subject",
                Deposit.Status.QUARANTINED,
                "loc.point",
                Optional.of(new Deposit.Session("canary-session", false)),
                List.of(),
                Instant.parse("2026-11-20T08:00:00Z"),
                Bytes.of("canary-content"),
                Instant.now().plus(Duration.ofDays(1)),
                "sha256:00",
                Samples.note("store"),
                Optional.of(
                        new Once(
                                "canary-key-" + UUID.randomUUID(),
                                request,
                                201,
                                _ -> Bytes.of("answer"))));
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static List<Path> filesWith(Path folder, byte[] wanted) throws IOException {
        var text = new String(wanted, StandardCharsets.ISO_8859_1);
        var found = new ArrayList<Path>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (content(file).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            // written beside its name, and in place by now
            return "";
        }
    }
}
