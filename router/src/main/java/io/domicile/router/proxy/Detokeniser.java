// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.domicile.regions.Residences;
import io.domicile.regions.Sought;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.StrictJson;
import io.domicile.router.records.RecordReadings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Makes values of tokens again, by the same readings as `GET /v1/records/{id}`: the law is asked
/// about each record, and its audit row is durable before the value is used. Blocks.
@Singleton
final class Detokeniser {

    private static final int MOST = 2000;

    private final RecordReadings readings;
    private final Residences residences;

    Detokeniser(RecordReadings readings, Residences residences) {
        this.readings = readings;
        this.residences = residences;
    }

    /// Puts values there where the law lets the reader have them. A token whose record it may not
    /// have, or of which it may not see that part, stays.
    ///
    /// @param reader who gets to see them
    void detokenise(Call call, Caller reader, List<Declared> fields) {
        var records = new HashMap<String, JsonNode>();
        int tokens = 0;
        for (var field : fields) {
            var value = field.spot().value();
            if (isToken(field.rule(), value) && ++tokens > MOST) {
                throw field.rule()
                        .field()
                        .refused(Fault.OUT_OF_RANGE, "At most %d tokens.".formatted(MOST));
            }
            token(call, field.rule(), value)
                    .ifPresent(token -> {
                        var record =
                                records.computeIfAbsent(
                                        token.record().toString(), id -> read(call, reader, id));
                        var part = part(record, token.part());
                        if (!part.isMissingNode()) {
                            field.spot().set(part);
                        }
                    });
        }
    }

    private static boolean isToken(Rule rule, JsonNode value) {
        return value.isTextual()
                ? Token.parse(value.textValue()).isPresent()
                : rule.numeric() && NumericToken.parse(value).isPresent();
    }

    private Optional<Token> token(Call call, Rule rule, JsonNode value) {
        if (value.isTextual()) {
            return Token.parse(value.textValue());
        }
        return rule.numeric()
                ? NumericToken.parse(value).flatMap(number -> found(call, number))
                : Optional.empty();
    }

    /// Numbers are drawn: where two records have the same, it stands for neither.
    private Optional<Token> found(Call call, NumericToken token) {
        var term = token.term();
        var sought =
                new Sought(
                        call.caller().tenant(),
                        term.field(),
                        List.of(term.value()),
                        Optional.empty(),
                        2);
        var ids =
                residences.all().stream()
                        .flatMap(residence -> residence.find(sought).stream())
                        .toList();
        return ids.size() == 1
                ? Optional.of(new Token(ids.getFirst(), token.part()))
                : Optional.empty();
    }

    private JsonNode read(Call call, Caller reader, String id) {
        try {
            var answer =
                    readings.read(reader, id, call.route().purpose().orElseThrow(), call.reason());
            return answer.getStatus() == 200 && answer.getEntity() instanceof String text
                    ? Json.MAPPER.readTree(text).path("record")
                    : MissingNode.getInstance();
        } catch (ProblemException e) {
            if (e.problem().fault() != Fault.NOT_FOUND && e.problem().fault() != Fault.FORBIDDEN) {
                throw e;
            }
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new UncheckedIOException("an answer of ours is not JSON", e);
        }
    }

    private static JsonNode part(JsonNode record, Token.Part part) {
        var value = record.at(part.pointer());
        return part == Token.Part.JSON && value.isTextual()
                ? StrictJson.document(Payload.utf8(value.textValue()))
                : value;
    }
}
