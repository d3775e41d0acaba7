// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final NoteSigner LOG = new NoteSigner("example.com/nl/2026", Witnesses.seed(9));
    private static final Note NOTE =
            LOG.sign("example.com/nl/2026\n0\n" + Merkle.EMPTY_ROOT + "\n");

    /// The example of the specification: two of three of one operator, and any of another.
    private static final String TWO_LEVELS =
            """
            # two operators
            log LOG https://example.com/nl/2026

            witness X1 W1
            witness X2 W2 https://w2.example.com/
            \twitness\tX3 \t W3
            group X-witnesses 2 X1 X2 X3

            witness Y1 W4
            witness Y2 W5
            witness Y3 Q6
            group Y-witnesses any Y1 Y2 Y3

            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "'':false",
                "1:false",
                "1 2:false",
                "4 5 6:false",
                "1 4 5 6:false",
                "1 2 4:true",
                "1 3 6:true",
                "2 3 5:true",
                "1 2 3 4 5 6:true",
                "7 8 1 4:false",
            })
    void a_quorum_is_reached_by_enough_of_each_group(String witnesses, boolean satisfied) {
        // given
        var policy = policy(TWO_LEVELS);
        var note = witnessed(NOTE, numbers(witnesses));

        // when
        var verdict = policy.check(note, Witnesses.TIME);

        // then
        assertEquals(satisfied, verdict.isSatisfied());
        assertEquals(
                List.of(LOG.vkey()),
                verdict.signers().stream().map(NoteVerifier::toString).toList());
        var known = Arrays.stream(numbers(witnesses)).filter(n -> n <= 6).count();
        assertEquals(known, verdict.confirmations().size());
        verdict.confirmations().forEach(c -> assertEquals(Witnesses.TIME, c.time()));
    }

    @Test
    void who_is_missing_is_said() {
        var verdict = policy(TWO_LEVELS).check(witnessed(NOTE, 1), Witnesses.TIME);
        assertEquals(
                Optional.of(
                        "the policy's quorum \"X-and-Y\" is not reached: 1 witness of 6 confirmed it"),
                verdict.refusal());
        assertEquals("X1", verdict.confirmations().getFirst().witness().name());
    }

    @Test
    void a_written_policy_is_read_as_it_was() {
        var policy = policy(TWO_LEVELS);
        assertEquals(policy.quorum(), Policy.parse(policy.bytes()).quorum());
        assertEquals(policy.groups(), Policy.parse(policy.bytes()).groups());
        assertArrayEquals(policy.bytes(), Policy.parse(policy.bytes()).bytes());
        assertEquals(Optional.of("https://example.com/nl/2026"), policy.logs().getFirst().url());
        assertEquals(6, policy.witnesses().size());
    }

    @Test
    void without_witnesses_the_log_alone_will_do() {
        var policy = policy("log LOG\nquorum none\n");
        assertTrue(policy.check(NOTE, Witnesses.TIME).isSatisfied());
    }

    @Test
    void a_note_of_another_log_or_key_is_refused() {
        var policy = policy("log LOG\nquorum none\n");
        var other = new NoteSigner("example.com/nl/2026", Witnesses.seed(8)).sign(NOTE.text());
        var elsewhere = LOG.sign("example.com/nl/2027\n0\n" + Merkle.EMPTY_ROOT + "\n");
        for (var note : List.of(other, elsewhere)) {
            var verdict = policy.check(note, Witnesses.TIME);
            assertEquals(Optional.of("it is not signed by a log of the policy"), verdict.refusal());
        }
    }

    @Test
    void without_logs_any_log_will_do() {
        var policy = policy("witness a W1\nquorum a\n");
        assertFalse(policy.check(NOTE, Witnesses.TIME).isSatisfied());
        assertTrue(policy.check(witnessed(NOTE, 1), Witnesses.TIME).isSatisfied());
    }

    @Test
    void a_forged_line_spoils_the_note() {
        var policy = policy("log LOG\nwitness a W1\nwitness b W2\nquorum a\n");
        var foreign = Witnesses.ed25519(1).cosign(LOG.sign("a\n0\n" + Merkle.EMPTY_ROOT + "\n"));
        var forged = witnessed(NOTE, 1).with(List.of(foreign));
        var verdict = policy.check(forged, Witnesses.TIME);
        assertFalse(verdict.isSatisfied());
        assertTrue(verdict.refusal().orElseThrow().startsWith("a signature is not that of "));
    }

    @Test
    void a_confirmation_from_the_future_does_not_count() {
        var policy = policy("log LOG\nwitness a W1\nquorum a\n");
        var note = witnessed(NOTE, 1);
        assertTrue(policy.check(note, Witnesses.TIME.minus(Duration.ofMinutes(5))).isSatisfied());
        assertFalse(policy.check(note, Witnesses.TIME.minus(Duration.ofMinutes(6))).isSatisfied());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log LOG\n",
                "quorum none",
                "quorum none\nquorum none\n",
                "quorum a\nwitness a W1\n",
                "quorum missing\n",
                "quorum\n",
                "quorum none none\n",
                "Quorum none\n",
                "log\nquorum none\n",
                "log LOG url more\nquorum none\n",
                "log LOG\nlog LOG\nquorum none\n",
                "log W1\nquorum none\n",
                "log x\nquorum none\n",
                "witness a W1\nwitness b W1\nquorum none\n",
                "witness a W1\nwitness a W2\nquorum none\n",
                "witness none W1\nquorum none\n",
                "witness a LOG\nquorum none\n",
                "witness a\nquorum none\n",
                "witness a W1 url more\nquorum none\n",
                "witness a W1\ngroup g all\nquorum none\n",
                "witness a W1\ngroup g 0 a\nquorum none\n",
                "witness a W1\ngroup g 2 a\nquorum none\n",
                "witness a W1\ngroup g 01 a\nquorum none\n",
                "witness a W1\ngroup g -1 a\nquorum none\n",
                "witness a W1\ngroup g some a\nquorum none\n",
                "witness a W1\ngroup g any a a\nquorum none\n",
                "witness a W1\ngroup g any none\nquorum none\n",
                "witness a W1\ngroup g any g\nquorum none\n",
                "group g any a\nwitness a W1\nquorum none\n",
                "witness a W1\ngroup a any a\nquorum none\n",
                "witness a W1\ngroup g any a\ngroup h any a\nquorum none\n",
                "group g\nquorum none\n",
                "quorum none\r\n",
                "quorum none\u0000\n",
                "quorum none\u007f\n",
                "quorum\u00a0none\n",
                "fallback a\nquorum none\n",
            })
    void anything_else_is_no_policy(String text) {
        assertThrows(LogFailure.Damaged.class, () -> policy(text));
    }

    @Test
    void what_is_wrong_is_named_with_its_line() {
        var wrong =
                assertThrows(
                        LogFailure.Damaged.class,
                        () -> policy("\n# x\nwitness a W1\ngroup g 2 a\nquorum g\n"));
        assertEquals(
                "policy, line 4: all, any, or a number from 1 to 1 is needed, not 2",
                wrong.getMessage());
    }

    @Test
    void names_are_any_octets() {
        var policy = policy("witness \u00e9\u3000 W1\nquorum \u00e9\u3000\n");
        assertEquals("\u00e9\u3000", policy.quorum());
        var latin = "witness \u00e9 W1\nquorum \u00e9\n".replace("W1", Witnesses.ed25519(1).vkey());
        assertEquals("\u00e9", Policy.parse(latin.getBytes(ISO_8859_1)).quorum());
    }

    @Test
    void a_file_longer_than_a_mebibyte_is_refused() {
        assertThrows(
                LogFailure.Damaged.class, () -> policy("#".repeat(1 << 20) + "\nquorum none\n"));
    }

    @Test
    void random_groups_are_reached_when_the_naive_count_says_so() {
        var random = new Random(5);
        for (var round = 0; round < 100; round++) {
            // given
            var size = 1 + random.nextInt(8);
            var threshold = 1 + random.nextInt(size);
            var text = new StringBuilder("log LOG\n");
            IntStream.rangeClosed(1, size)
                    .forEach(i -> text.append("witness n" + i + (i == 6 ? " Q" : " W") + i + "\n"));
            text.append("group g ").append(threshold);
            IntStream.rangeClosed(1, size).forEach(i -> text.append(" n").append(i));
            var signed = IntStream.rangeClosed(1, size).filter(i -> random.nextBoolean()).toArray();

            // when
            var verdict =
                    policy(text + "\nquorum g\n").check(witnessed(NOTE, signed), Witnesses.TIME);

            // then
            assertEquals(signed.length >= threshold, verdict.isSatisfied());
        }
    }

    private static Note witnessed(Note note, int... numbers) {
        return note.with(
                Arrays.stream(numbers)
                        .mapToObj(n -> n == 6 ? Witnesses.mlDsa44(n) : Witnesses.ed25519(n))
                        .map(w -> w.cosign(note))
                        .toList());
    }

    private static int[] numbers(String list) {
        return Arrays.stream(list.split(" "))
                .filter(n -> !n.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static Policy policy(String text) {
        var filled = text.replace("LOG", LOG.vkey()).replace("Q6", Witnesses.mlDsa44(6).vkey());
        for (var i = 1; i <= 8; i++) {
            filled = filled.replace(" W" + i, " " + Witnesses.ed25519(i).vkey());
        }
        return Policy.parse(filled.getBytes(UTF_8));
    }
}
