// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Export;
import io.domicile.regions.FreshHome;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.Samples;
import io.domicile.regions.Superuser;
import io.domicile.regions.Tally;
import io.domicile.regions.Volume;
import io.domicile.regions.VolumeOfYear;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(FreshHome.class)
class ExportCountTest {

    private static final RegionId CN = RegionId.of("cn");
    private static final int READERS = 64;

    @Inject Residences residences;
    @Inject Stores stores;
    @Inject StatelessSession session;

    private Residence cn;
    private String entity;
    private int year;

    @BeforeEach
    void anExporterOfItsOwn() {
        cn = residences.at(CN);
        entity = "exporter-" + UUID.randomUUID();
        year = cn.today().getYear();
    }

    @Test
    void a_person_counts_once_however_often_the_data_goes_out() {
        // when
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Admission.Done.class, count(spi("u-1", "u-2"), _ -> true));
        }

        // then
        assertEquals(List.of(new VolumeOfYear(entity, year, new Volume(0, 2))), counted());
        assertEquals("2", members());
    }

    @Test
    void an_erasure_names_the_counts_that_its_subject_is_in() {
        // given
        count(spi("u-abroad", "u-other"), _ -> true);

        // when
        var abroad = cn.erase(Samples.TENANT, "u-abroad", Samples.note("erase"));
        var home = cn.erase(Samples.TENANT, "u-at-home", Samples.note("erase"));

        // then
        assertEquals(List.of(year + "/SPI/" + entity), abroad.exports());
        assertEquals(List.of(), home.exports());
        var again = cn.erasure(Samples.TENANT, abroad.certificate()).orElseThrow();
        assertEquals(abroad.exports(), again.exports());
    }

    @Test
    void the_two_kinds_are_counted_apart() {
        // when
        count(spi("u-1"), _ -> true);
        count(new Export(Samples.TENANT, entity, year, Export.Kind.PI, Set.of("u-1")), _ -> true);

        // then
        assertEquals(new Volume(1, 1), counted().getFirst().volume());
        assertEquals(new Volume(1, 2), cn.volume(spi("u-1", "u-3")));
    }

    @Test
    void what_does_not_stand_any_more_is_neither_counted_nor_noted() {
        // given
        count(spi("u-1"), _ -> true);
        var entries = entries();

        // when
        var moved = count(spi("u-2"), volume -> volume.spi() < 2);

        // then
        assertEquals(new Admission.Recount(new Volume(0, 2)), moved);
        assertEquals(new Volume(0, 1), counted().getFirst().volume());
        assertEquals("1", members());
        assertEquals(entries, entries());
    }

    @ParameterizedTest
    @CsvSource({"PI, 99999", "PI, 100000", "PI, 100001", "SPI, 9999", "SPI, 10000", "SPI, 10001"})
    void counting_is_exact_at_the_thresholds_of_the_law(Export.Kind kind, int persons) {
        // given
        before(kind, persons - 1);

        // when
        count(new Export(Samples.TENANT, entity, year, kind, Set.of("u-last")), _ -> true);

        // then
        assertEquals(persons, counted().getFirst().volume().of(kind));
        assertEquals(Integer.toString(persons), members());
    }

    @Test
    void of_many_readers_at_two_gateways_no_more_pass_than_fit_below_the_threshold() {
        // given
        int threshold = 10_000;
        int free = 31;
        before(Export.Kind.SPI, threshold - 1 - free);

        // when
        var results = atTwoGateways(i -> tally(spi("u-" + i), below(threshold)));

        // then
        assertEquals(free, results.stream().filter(Admission.Done.class::isInstance).count());
        assertEquals(threshold - 1, counted().getFirst().volume().spi());
        assertEquals(Integer.toString(threshold - 1), members());
    }

    @Test
    void many_readers_of_one_person_count_it_once() {
        // given
        before(Export.Kind.SPI, 9_998);

        // when
        var results = atTwoGateways(_ -> tally(spi("u-same"), below(10_000)));

        // then
        assertEquals(READERS, results.stream().filter(Admission.Done.class::isInstance).count());
        assertEquals(9_999, counted().getFirst().volume().spi());
    }

    @Test
    void a_transaction_that_fails_counts_nobody() {
        // given
        count(spi("u-1"), _ -> true);
        Superuser.update(
                cn,
                "alter table audit_outbox add constraint nothing_more check (event_id is null)"
                        + " not valid");

        // when
        Samples.unavailable(
                cn.note(Samples.note("read"), Optional.empty(), tally(spi("u-2"), _ -> true)));

        // then
        Superuser.update(cn, "alter table audit_outbox drop constraint nothing_more");
        assertEquals(new Volume(0, 1), counted().getFirst().volume());
        assertEquals("1", members());
        count(spi("u-2"), _ -> true);
        assertEquals(new Volume(0, 2), counted().getFirst().volume());
    }

    @Test
    void a_new_year_begins_at_zero() {
        // given
        Superuser.update(
                cn,
                "insert into export_volume values (?, ?, ?, 7, 9999)",
                Samples.TENANT,
                entity,
                year - 1);

        // when
        count(spi("u-1"), _ -> true);

        // then
        assertEquals(new Volume(0, 1), counted().getFirst().volume());
        var before = new VolumeOfYear(entity, year - 1, new Volume(7, 9999));
        assertTrue(cn.volumes(Samples.TENANT, year - 1).contains(before));
    }

    @Test
    void nobody_is_counted_in_a_year_that_is_over() {
        // when
        var late =
                count(
                        new Export(
                                Samples.TENANT, entity, year - 1, Export.Kind.SPI, Set.of("u-1")),
                        _ -> true);

        // then
        assertInstanceOf(Admission.Recount.class, late);
        assertEquals("0", members());
    }

    @Test
    void the_marks_of_a_person_cannot_be_joined() {
        // given
        var home = SecondGateway.home(cn);
        var same = spi("u-1");

        // when
        var marks = new HashSet<Bytes>();
        marks.add(home.holder(Samples.TENANT, "u-1").pseudonym());
        marks.addAll(home.marks(same));
        marks.addAll(
                home.marks(
                        new Export(Samples.TENANT, entity, year, Export.Kind.PI, Set.of("u-1"))));
        marks.addAll(
                home.marks(
                        new Export(Samples.TENANT, entity, year + 1, same.kind(), Set.of("u-1"))));
        marks.addAll(
                home.marks(new Export(Samples.TENANT, "other", year, same.kind(), Set.of("u-1"))));
        marks.addAll(home.marks(new Export("rival", entity, year, same.kind(), Set.of("u-1"))));
        marks.addAll(SecondGateway.home(residences.at(RegionId.of("nl"))).marks(same));
        marks.addAll(SecondGateway.home(residences.at(RegionId.of("sg"))).marks(same));

        // then
        assertEquals(8, marks.size());
        assertEquals(home.marks(same), SecondGateway.home(cn).marks(same));
    }

    @Test
    void a_person_counts_once_by_id_and_by_token() {
        // given
        var token = cn.token(Samples.TENANT, "u-1");

        // when
        count(spi("u-1"), _ -> true);
        count(spi(token, "u-2"), _ -> true);

        // then
        assertEquals(new Volume(0, 2), counted().getFirst().volume());
    }

    @Test
    void an_erased_persons_count_stays_until_the_year_is_over() {
        // given
        Samples.done(cn.admit(Samples.deposit("u-erased", "text")));
        count(spi("u-erased"), _ -> true);

        // when
        cn.erase(Samples.TENANT, "u-erased", Samples.note("erase"));
        count(spi("u-erased"), _ -> true);

        // then
        assertEquals(new Volume(0, 1), counted().getFirst().volume());
    }

    @Test
    void marks_go_when_their_year_is_over_and_counts_three_years_later() {
        // given
        before(Export.Kind.SPI, 1200);
        // A year is over a day after its end.
        int now = cn.today().minusDays(1).getYear();
        Superuser.update(cn, "update export_person set year = ? where entity = ?", now - 1, entity);
        for (int past : List.of(3, 4)) {
            Superuser.update(
                    cn,
                    "insert into export_volume values (?, ?, ?, 0, 1)",
                    Samples.TENANT,
                    entity,
                    now - past);
        }

        // when
        cn.erase(Samples.TENANT, "u-nobody", Samples.note("erase"));

        // then
        Samples.await(() -> members().equals("0"));
        Samples.await(() -> cn.volumes(Samples.TENANT, now - 4).isEmpty());
        assertEquals(1, cn.volumes(Samples.TENANT, now - 3).size());
    }

    @Test
    void persons_are_those_who_have_a_key() {
        // given
        var before = cn.persons(Samples.TENANT);

        // when
        Samples.done(cn.admit(Samples.deposit("u-first", "text")));
        Samples.done(cn.admit(Samples.deposit("u-first", "more")));
        Samples.done(cn.admit(Samples.deposit("u-second", "text")));

        // then
        assertEquals(before + 2, cn.persons(Samples.TENANT));
        assertEquals(0, cn.persons("rival"));
    }

    private Export spi(String... persons) {
        return new Export(Samples.TENANT, entity, year, Export.Kind.SPI, Set.of(persons));
    }

    private static Predicate<Volume> below(int threshold) {
        return volume -> volume.spi() < threshold;
    }

    private static Tally tally(Export export, Predicate<Volume> stands) {
        return new Tally(export, stands);
    }

    private Admission count(Export export, Predicate<Volume> stands) {
        return Samples.result(
                cn.note(Samples.note("read"), Optional.empty(), tally(export, stands)));
    }

    private List<VolumeOfYear> counted() {
        return cn.volumes(Samples.TENANT, year).stream()
                .filter(counted -> counted.entity().equals(entity))
                .toList();
    }

    private String members() {
        return Superuser.query(cn, "select count(*) from export_person where entity = ?", entity);
    }

    private String entries() {
        Samples.awaitPublished(cn);
        return Superuser.query(cn, "select count(*) from audit_index");
    }

    /// Persons who were counted before.
    private void before(Export.Kind kind, int persons) {
        Superuser.update(
                cn,
                """
                insert into export_person (tenant, entity, year, kind, person)
                select ?, ?, ?, ?, sha256(convert_to(? || n, 'UTF8')) from generate_series(1, ?) n
                """,
                Samples.TENANT,
                entity,
                year,
                kind.name(),
                entity,
                persons);
        var volume = new Volume(0, 0).plus(kind, persons);
        Superuser.update(
                cn,
                "insert into export_volume values (?, ?, ?, ?, ?)",
                Samples.TENANT,
                entity,
                year,
                volume.pi(),
                volume.spi());
    }

    /// What becomes of as many tallies as there are readers, half of them at another gateway.
    private List<Admission> atTwoGateways(IntFunction<Tally> tally) {
        try (var second = SecondGateway.on(cn, stores, session);
                var threads = Executors.newFixedThreadPool(READERS)) {
            var waiting =
                    IntStream.range(0, READERS)
                            .mapToObj(i ->
                                    threads.submit(() -> {
                                        var note = Samples.note("read");
                                        return Samples.result(
                                                i % 2 == 0
                                                        ? cn.note(
                                                                note,
                                                                Optional.empty(),
                                                                tally.apply(i))
                                                        : second.note(
                                                                note,
                                                                Optional.empty(),
                                                                tally.apply(i)));
                                    }))
                            .toList();
            return waiting.stream().map(ExportCountTest::get).toList();
        }
    }

    private static Admission get(Future<Admission> result) {
        try {
            return result.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
