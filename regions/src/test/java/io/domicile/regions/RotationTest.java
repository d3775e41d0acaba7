// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Verify;
import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(FreshHome.class)
class RotationTest {

    @Inject Residences residences;

    @ParameterizedTest
    @ValueSource(strings = {"cn", "nl"})
    void every_subjects_key_moves_while_records_are_written_read_and_erased(String code)
            throws Exception {
        // given
        var residence = residences.at(RegionId.of(code));
        var old = current(residence);
        var kept = store(residence, "kept", 900);
        var erased = store(residence, "erased", 300);
        var serving = new AtomicBoolean(true);

        // when
        String kek;
        List<Receipt> meanwhile;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = threads.submit(() -> writeWhile(residence, serving));
            var eraser = eraseAll(threads, residence, 300);
            kek = Samples.rotate(residence);
            awaitUnused(residence, old);
            eraser.get();
            serving.set(false);
            meanwhile = writer.get();
        }

        // then
        assertNotEquals(old, kek);
        assertEquals(kek, current(residence));
        assertEquals("0", count(residence, "kek <> '" + kek + "'"));
        for (int i = 0; i < kept.size(); i++) {
            assertEquals("kept " + i, Samples.read(residence, kept.get(i)));
        }
        for (int i = 0; i < meanwhile.size(); i++) {
            assertEquals("meanwhile " + i, Samples.read(residence, meanwhile.get(i)));
        }
        for (var receipt : erased) {
            var id = receipt.record().orElseThrow();
            assertEquals(new Opened.Erased(id), residence.open(Samples.TENANT, id));
        }
        assertEquals(
                "0",
                Superuser.query(
                        residence,
                        "select count(*) from perishable.subject_key s join erased_key e on e.key_id = s.id"
                                + " where s.restricted_until is null"));
    }

    @Test
    void a_kek_is_retired_when_nothing_uses_it_and_never_before() {
        // given
        var residence = residences.at(RegionId.of("sg"));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-retire", "text")));
        var old = current(residence);

        // when
        var whileCurrent = residence.retireKek(old, Samples.TENANT, "operator");
        var unknown = residence.retireKek("kek-sg-1999-01-01", Samples.TENANT, "operator");
        var kek = Samples.rotate(residence);
        awaitUnused(residence, old);
        Superuser.update(
                residence,
                "update perishable.subject_key set kek = ? where id = (select key_id from record where id = ?)",
                old,
                receipt.record().orElseThrow().uuid());
        var whileUsed = residence.retireKek(old, Samples.TENANT, "operator");
        Superuser.update(
                residence, "update perishable.subject_key set kek = ? where kek = ?", kek, old);
        var unused = residence.retireKek(old, Samples.TENANT, "operator");
        var again = residence.retireKek(old, Samples.TENANT, "operator");

        // then
        assertEquals(new Retirement.Current(), whileCurrent);
        assertEquals(new Retirement.Unknown(), unknown);
        assertEquals(new Retirement.InUse(1), whileUsed);
        assertEquals(new Retirement.Retired(), unused);
        assertEquals(new Retirement.Unknown(), again);
        assertTrue(
                residence.keks().stream().noneMatch(one -> one.id().equals(old)),
                "gone from the key store too");
        assertEquals("text", Samples.read(residence, receipt));
        assertEquals(
                "23503",
                Superuser.refused(residence, "update perishable.subject_key set kek = ?", old),
                "no key is wrapped with a KEK that is gone");
    }

    @Test
    void each_step_of_a_rotation_stands_in_the_log_with_the_kek_and_no_subject() {
        // given
        var residence = residences.at(RegionId.of("cn"));
        var old = current(residence);
        store(residence, "u-audited", 30);
        long before = Long.parseLong(count(residence, "kek = '" + old + "'"));

        // when
        var kek = Samples.rotate(residence);
        awaitUnused(residence, old);
        residence.retireKek(old, Samples.TENANT, "operator");
        Samples.awaitPublished(residence);

        // then
        var entries = keyEntries(residence);
        assertEquals(1, entries.stream().filter(e -> isOf(e, "rotated", kek)).count());
        assertEquals(1, entries.stream().filter(e -> isOf(e, "retired", old)).count());
        long moved =
                entries.stream()
                        .filter(e -> e.contains("\"from:" + old) && e.contains("rewrapped"))
                        .filter(e -> kek.equals(Samples.field(e, "key")))
                        .mapToLong(
                                e -> Long.parseLong(e.replaceAll("(?s).*rewrapped:(\\d+).*", "$1")))
                        .sum();
        assertEquals(before, moved);
        assertTrue(
                entries.stream().noneMatch(e -> e.contains("\"sp\"") || e.contains("u-audited")));
        assertEquals(Verify.FINE, Samples.verify(residence));
    }

    private static boolean isOf(String entry, String label, String kek) {
        return entry.contains("\"" + label + "\"") && kek.equals(Samples.field(entry, "key"));
    }

    @Test
    void a_step_that_is_cut_off_leaves_each_key_whole_and_the_next_start_goes_on() {
        // given
        var sg = RegionId.of("sg");
        var old = current(residences.at(sg));
        var receipts = store(residences.at(sg), "cut", 700);
        var kek = Samples.rotate(residences.at(sg));
        int cuts = 0;
        while (cuts < 3 && !count(residences.at(sg), "kek = '" + old + "'").equals("0")) {
            // when
            cuts +=
                    Superuser.cutOff(
                            residences.at(sg),
                            "select id, tenant, pseudonym, session, wrapped from perishable.subject_key");
        }
        residences.close();
        residences.open();

        // then
        var residence = residences.at(sg);
        awaitUnused(residence, old);
        assertEquals("0", count(residence, "kek <> '" + kek + "'"));
        for (int i = 0; i < receipts.size(); i++) {
            assertEquals("cut " + i, Samples.read(residence, receipts.get(i)));
        }
    }

    @Test
    void a_key_store_from_before_the_rotation_is_noticed_running_and_at_the_start()
            throws Exception {
        // given
        var nl = RegionId.of("nl");
        var residence = residences.at(nl);
        var receipt = Samples.done(residence.admit(Samples.deposit("u-restored", "text")));
        var store = Superuser.folder(residence).resolve("keys.p12");
        var backup = store.resolveSibling("backup.p12");
        var old = current(residence);
        Files.copy(store, backup);
        var kek = Samples.rotate(residence);
        awaitUnused(residence, old);
        var good = store.resolveSibling("good.p12");
        Files.copy(store, good);

        // when
        Files.copy(backup, store, StandardCopyOption.REPLACE_EXISTING);
        var states = residence.keks();
        var read =
                assertThrows(
                        ResidenceUnavailable.class,
                        () -> residence.open(Samples.TENANT, receipt.record().orElseThrow()));
        var write = Samples.unavailable(residence.admit(Samples.deposit("u-new", "text")));
        residences.close();
        var start = assertThrows(ResidenceUnavailable.class, residences::open);
        Files.copy(good, store, StandardCopyOption.REPLACE_EXISTING);
        residences.open();

        // then
        assertEquals(
                Optional.of(Kek.State.MISSING),
                states.stream().filter(k -> k.id().equals(kek)).map(Kek::state).findFirst());
        for (var refused : List.of(read, start)) {
            var message = String.valueOf(refused.getMessage());
            assertTrue(message.contains(kek), message);
            assertTrue(message.contains("domicile.regions.nl.key-store"), message);
        }
        assertTrue(String.valueOf(write.getMessage()).contains("region nl"));
        assertEquals("text", Samples.read(residences.at(nl), receipt));
    }

    @Test
    void a_subjects_key_that_is_too_old_is_followed_by_another_also_for_a_read() {
        // given
        var nl = RegionId.of("nl");
        var before = Samples.done(residences.at(nl).admit(Samples.deposit("u-aged", "before")));
        var holder = clear(residences.at(nl), before).holder();
        Superuser.update(
                residences.at(nl),
                "update perishable.subject_key set created_at = created_at - interval '366 days'"
                        + " where id = (select key_id from record where id = ?)",
                before.record().orElseThrow().uuid());
        residences.close();
        residences.open();
        var residence = residences.at(nl);

        // when
        var noted =
                Samples.done(
                        residence.note(
                                Samples.note("read"), Optional.of(holder), Optional.empty()));
        var after = Samples.done(residence.admit(Samples.deposit("u-aged", "after")));

        // then
        Samples.awaitPublished(residence);
        assertNotEquals("", Samples.field(Samples.entry(residence, noted.entry()), "sp"));
        assertEquals("before", Samples.read(residence, before));
        assertEquals("after", Samples.read(residence, after));
        assertEquals(
                "1",
                Superuser.query(
                        residence,
                        "select generation from perishable.subject_key k join record r on r.key_id = k.id"
                                + " where r.id = ?",
                        after.record().orElseThrow().uuid()));
        var erasure = residence.erase(Samples.TENANT, "u-aged", Samples.note("erase"));
        assertEquals(2, erasure.keys().size());
        for (var receipt : List.of(before, after)) {
            var id = receipt.record().orElseThrow();
            assertEquals(new Opened.Erased(id), residence.open(Samples.TENANT, id));
        }
    }

    private static List<Receipt> store(Residence residence, String prefix, int count) {
        var waiting = new ArrayList<CompletionStage<Admission>>();
        for (int i = 0; i < count; i++) {
            waiting.add(residence.admit(Samples.deposit(prefix + "-" + i, prefix + " " + i)));
            if (waiting.size() % 100 == 0) {
                Samples.done(waiting.getLast());
            }
        }
        return waiting.stream().map(Samples::done).toList();
    }

    private static List<Receipt> writeWhile(Residence residence, AtomicBoolean serving) {
        var receipts = new ArrayList<Receipt>();
        while (serving.get() || receipts.isEmpty()) {
            int n = receipts.size();
            var holder = n % 2 == 0 ? "kept-" + n % 900 : "new-" + n;
            receipts.add(Samples.done(residence.admit(Samples.deposit(holder, "meanwhile " + n))));
            assertEquals("meanwhile " + n, Samples.read(residence, receipts.getLast()));
        }
        return receipts;
    }

    private static Future<?> eraseAll(ExecutorService threads, Residence residence, int count) {
        return threads.submit(() -> {
            for (int i = 0; i < count; i++) {
                residence.erase(Samples.TENANT, "erased-" + i, Samples.note("erase"));
            }
        });
    }

    private static Opened.Clear clear(Residence residence, Receipt receipt) {
        return assertInstanceOf(
                Opened.Clear.class, residence.open(Samples.TENANT, receipt.record().orElseThrow()));
    }

    private static String current(Residence residence) {
        return residence.keks().stream()
                .filter(kek -> kek.state() == Kek.State.CURRENT)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static void awaitUnused(Residence residence, String kek) {
        var states = new HashMap<String, Kek.State>();
        Samples.await(() -> {
            residence.keks().forEach(one -> states.put(one.id(), one.state()));
            return states.get(kek) == Kek.State.UNUSED;
        });
    }

    private static String count(Residence residence, String where) {
        return Superuser.query(
                residence, "select count(*) from perishable.subject_key where " + where);
    }

    private static List<String> keyEntries(Residence residence) {
        return Superuser.all(residence, "select encode(data, 'escape') from audit_bundle").stream()
                .flatMap(bundle ->
                        Pattern.compile("\\{[^{}]*\"type\":\"key\"[^{}]*}")
                                .matcher(bundle)
                                .results()
                                .map(MatchResult::group))
                .toList();
    }
}
