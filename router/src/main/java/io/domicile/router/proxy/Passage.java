// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.regions.Residences;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.Tenants;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.function.Predicate;

/// Does to the declared fields of a body what the route says, before its first byte goes on.
/// Blocks.
@Singleton
final class Passage {

    private final Tokeniser tokeniser;
    private final Detokeniser detokeniser;
    private final Residences residences;
    private final Tenants tenants;

    Passage(Tokeniser tokeniser, Detokeniser detokeniser, Residences residences, Tenants tenants) {
        this.tokeniser = tokeniser;
        this.detokeniser = detokeniser;
        this.residences = residences;
        this.tenants = tenants;
    }

    /// Which way a body goes.
    enum Direction {
        REQUEST,
        ANSWER
    }

    /// A body that may go on.
    record Changed(String contentType, Buffer body) {}

    /// Changes the declared fields. The audit rows are durable when it returns: those of records
    /// that were made or read, and one of what else was done.
    ///
    /// @throws ProblemException with status 4xx if the body is not what the route declares
    /// @throws io.domicile.router.Refused if the law does not let it
    Changed change(Call call, Direction direction, ContentType type, byte[] body) {
        var payload =
                Payload.read(type, body)
                        .orElseThrow(() ->
                                new ProblemException(
                                        Fault.UNSUPPORTED_MEDIA_TYPE, "Cannot be read."));
        change(call, direction, payload);
        return new Changed(payload.contentType(), Buffer.buffer(payload.bytes()));
    }

    /// Writes the audit row of headers that were changed.
    void change(Call call, Direction direction, int headers) {
        write(call, direction, List.of("headers:" + headers));
    }

    /// Lets pass that there is no body.
    ///
    /// @throws ProblemException with status 422 if a field must be there
    void requireNothing(Call call, Direction direction) {
        for (var rule : rules(call, direction)) {
            if (!rule.optional()) {
                throw rule.field().refused(Fault.MISSING_FIELD, "This field must be there.");
            }
        }
    }

    private void change(Call call, Direction direction, Payload payload) {
        var declared = Declared.in(rules(call, direction), payload);
        tokeniser.tokenise(call, of(declared, Action::isOfRecords));
        declared.forEach(Declared::apply);
        declared.forEach(field -> field.spot().close());
        count(call, direction, declared);
        detokeniser.detokenise(
                call, reader(call, direction), of(declared, action -> action == Action.DETOKENISE));
    }

    private static List<Rule> rules(Call call, Direction direction) {
        return switch (direction) {
            case REQUEST -> call.route().request();
            case ANSWER -> call.route().response();
        };
    }

    private static List<Declared> of(List<Declared> declared, Predicate<Action> actions) {
        return declared.stream().filter(field -> actions.test(field.rule().action())).toList();
    }

    /// Who gets to see what goes that way: the upstream where it is, or the caller.
    private static Call.Audience reader(Call call, Direction direction) {
        return switch (direction) {
            case REQUEST -> call.upstream();
            case ANSWER -> call.downstream();
        };
    }

    private void count(Call call, Direction direction, List<Declared> declared) {
        var counts = new EnumMap<Action, Integer>(Action.class);
        for (var field : declared) {
            var action = field.rule().action();
            if (!action.isOfRecords() && action != Action.DETOKENISE) {
                counts.merge(action, 1, Integer::sum);
            }
        }
        if (!counts.isEmpty()) {
            var labels = new ArrayList<String>();
            counts.forEach((action, count) -> labels.add(action.code() + ":" + count));
            write(call, direction, labels);
        }
    }

    private void write(Call call, Direction direction, List<String> done) {
        var labels = new ArrayList<String>();
        labels.add("route:" + call.route().name());
        labels.add(direction == Direction.REQUEST ? "request" : "answer");
        labels.addAll(done);
        Notes.of("proxy", call.caller(), "pass", "ok")
                .purpose(call.route().purpose().orElse(null))
                .labels(labels)
                .write(residences.at(tenants.ingressRegion()));
    }
}
