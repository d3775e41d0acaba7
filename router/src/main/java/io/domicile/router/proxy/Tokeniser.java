// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.domicile.regions.Bytes;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residences;
import io.domicile.router.Digest;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Refused;
import io.domicile.router.Tenants;
import io.domicile.router.intake.Answer;
import io.domicile.router.intake.Intake;
import io.domicile.router.intake.Submission;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Makes records of declared fields, the same way as `POST /v1/records` does, and puts tokens in
/// their place. Blocks.
@Singleton
final class Tokeniser {

    private static final int MOST = 100;

    private final Intake intake;
    private final Sealer sealer;
    private final Residences residences;
    private final Tenants tenants;
    private final SecureRandom random = new SecureRandom();

    Tokeniser(Intake intake, Sealer sealer, Residences residences, Tenants tenants) {
        this.intake = intake;
        this.sealer = sealer;
        this.residences = residences;
        this.tenants = tenants;
    }

    /// Keeps the fields and puts the tokens there. None of the body has changed unless it returns;
    /// what was kept before the law refused another field of the same body stays kept.
    ///
    /// @throws Refused with what the law said, if it lets one of them not in or holds it
    /// @throws ProblemException with status 422 if one is of another kind than its type
    void tokenise(Call call, List<Declared> fields) {
        var drafts = new ArrayList<Draft>();
        for (var field : fields) {
            if (drafts.size() == MOST) {
                throw field.rule()
                        .field()
                        .refused(Fault.OUT_OF_RANGE, "At most %d records.".formatted(MOST));
            }
            if (!field.isAbsent()) {
                drafts.add(Draft.of(call, field, () -> formatKey(call)));
            }
        }
        var numbers = new ArrayList<Long>();
        var answers = new ArrayList<CompletableFuture<Answer>>();
        for (int i = 0; i < drafts.size(); i++) {
            var key = key(call, i);
            long number = number(key);
            numbers.add(number);
            answers.add(take(call, drafts.get(i), key, number));
        }
        var records = answers.stream().map(answer -> record(answer.join())).toList();
        for (int i = 0; i < drafts.size(); i++) {
            put(call, drafts.get(i), records.get(i), numbers.get(i));
        }
    }

    private CompletableFuture<Answer> take(
            Call call, Draft draft, Optional<String> key, long number) {
        var submission = draft.submission();
        return intake.take(
                        call.caller(),
                        submission,
                        key.map(name -> repeatable(name, submission)),
                        draft.marks(number))
                .toCompletableFuture();
    }

    private void put(Call call, Draft draft, RecordId record, long number) {
        var envelope =
                draft.rule().action() == Action.SEAL
                        ? Optional.of(sealer.envelope(call, record))
                        : Optional.<Bytes>empty();
        draft.parts()
                .forEach((part, spot) ->
                        spot.set(
                                draft.rule().token() == Shape.NUMERIC && spot.value().isNumber()
                                        ? new LongNode(new NumericToken(number, part).value())
                                        : new TextNode(
                                                draft.formed()
                                                        .orElseGet(
                                                                new Token(record, part, envelope)
                                                                        ::toString))));
    }

    private Bytes formatKey(Call call) {
        return residences.at(tenants.ingressRegion()).formatKey(call.caller().tenant());
    }

    /// The same for the same request, drawn at random for one that is not to be repeated.
    private long number(Optional<String> key) {
        return NumericToken.number(
                key.map(name ->
                                ByteBuffer.wrap(
                                                Digest.sha256()
                                                        .digest(
                                                                name.getBytes(
                                                                        StandardCharsets.UTF_8)))
                                        .getLong())
                        .orElseGet(random::nextLong));
    }

    /// Names a field of a request that is to happen once: a repeated one makes no second records,
    /// and so the same tokens.
    private static Optional<String> key(Call call, int field) {
        return call.key()
                .map(key ->
                        String.join(
                                "\0",
                                call.caller().tenant(),
                                call.route().name(),
                                Integer.toString(field),
                                key));
    }

    private static Intake.Repeatable repeatable(String key, Submission submission) {
        return new Intake.Repeatable(
                "proxy:" + Digest.sha256(key.getBytes(StandardCharsets.UTF_8)),
                Bytes.of(Json.MAPPER.valueToTree(submission).toString()));
    }

    private static RecordId record(Answer answer) {
        return switch (answer.status()) {
            case 201 -> RecordId.parse(answer.body().path("id").asText()).orElseThrow();
            case 202 -> throw new Refused(held(answer.body()));
            default -> throw new Refused(answer.body());
        };
    }

    /// What is held is not used, so nobody is told of it.
    private static ObjectNode held(ObjectNode kept) {
        var problem =
                Problem.of(
                                Fault.HELD,
                                "A declared field is "
                                        + kept.path("outcome").asText()
                                        + ". Nothing went to the upstream.")
                        .json();
        problem.setAll(
                kept.retain("id", "outcome", "need", "rules", "citations", "policy", "audit"));
        return problem;
    }
}
