// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshHome.class)
class IdempotencyTest {

    @Inject Residences residences;
    private Residence residence;

    @BeforeEach
    void take() {
        residence = residences.at(RegionId.of("nl"));
    }

    @Test
    void the_same_request_is_answered_as_before_and_stored_once() {
        // given
        var once = once("key-1", "body");
        var first = Samples.done(residence.admit(deposit("u-once-1", once)));

        // when
        var second = Samples.result(residence.admit(deposit("u-once-1", once)));

        // then
        var answer = Bytes.of("answer for " + first.record().orElseThrow());
        assertEquals(new Admission.Again(201, answer), second);
        assertEquals(Optional.of(second), residence.earlier(Samples.TENANT, once));
    }

    @Test
    void another_request_under_the_same_key_is_refused() {
        // given
        Samples.done(residence.admit(deposit("u-once-2", once("key-2", "body"))));

        // when
        var other = Samples.result(residence.admit(deposit("u-once-2", once("key-2", "other"))));

        // then
        assertEquals(new Admission.KeyReused(), other);
        assertEquals(Optional.of(other), residence.earlier(Samples.TENANT, once("key-2", "other")));
    }

    @Test
    void a_key_of_one_tenant_means_nothing_for_another() {
        // given
        Samples.done(residence.admit(deposit("u-once-3", once("key-3", "body"))));

        // when
        var earlier = residence.earlier("another", once("key-3", "body"));

        // then
        assertEquals(Optional.empty(), earlier);
    }

    @Test
    void of_many_at_once_one_is_stored_and_the_others_are_given_its_answer() {
        // given
        var once = once("key-4", "body");

        // when
        var waiting =
                IntStream.range(0, 100)
                        .mapToObj(_ -> residence.admit(deposit("u-once-4", once)))
                        .toList();
        var results = waiting.stream().map(Samples::result).toList();

        // then
        var stored = results.stream().filter(Admission.Done.class::isInstance).toList();
        assertEquals(1, stored.size());
        var receipt = ((Admission.Done) stored.getFirst()).receipt();
        var answer = Bytes.of("answer for " + receipt.record().orElseThrow());
        var again = new Admission.Again(201, answer);
        assertEquals(99, results.stream().filter(again::equals).count());
    }

    @Test
    void a_refusal_can_be_repeated_too() {
        // given
        var once = new Once("key-5", Bytes.of("body"), 451, _ -> Bytes.of("refused"));
        Samples.done(residence.note(Samples.note("deny"), Optional.empty(), Optional.of(once)));

        // when
        var again =
                Samples.result(
                        residence.note(Samples.note("deny"), Optional.empty(), Optional.of(once)));

        // then
        assertEquals(new Admission.Again(451, Bytes.of("refused")), again);
    }

    @Test
    void a_bad_write_does_not_fail_its_neighbours() {
        // given
        var broken = new Once("key-6", Bytes.of("body"), 201, _ -> Bytes.of(nothing()));

        // when
        var good = residence.admit(Samples.deposit("u-good-1", "first"));
        var bad = residence.admit(deposit("u-bad", broken));
        var alsoGood = residence.admit(Samples.deposit("u-good-2", "second"));

        // then
        Samples.unavailable(bad);
        assertEquals("first", Samples.read(residence, Samples.done(good)));
        assertEquals("second", Samples.read(residence, Samples.done(alsoGood)));
        assertEquals(
                "0",
                Superuser.query(
                        residence,
                        "select count(*) from perishable.subject_key k where not exists (select 1 from record"
                                + " r where r.key_id = k.id)"));
    }

    private static String nothing() {
        throw new IllegalStateException("no answer can be written");
    }

    private static Deposit deposit(String holder, Once once) {
        return Samples.deposit(holder, "text", Optional.of(once));
    }

    private static Once once(String key, String body) {
        return new Once(
                key,
                Bytes.of(body),
                201,
                receipt -> Bytes.of("answer for " + receipt.record().orElseThrow()));
    }
}
