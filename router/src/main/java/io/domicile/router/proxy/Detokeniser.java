// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residences;
import io.domicile.regions.Sought;
import io.domicile.regions.Term;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.Tenants;
import io.domicile.router.intake.StrictJson;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes values of tokens again, where the law lets the reader have them. Blocks.
@Singleton
final class Detokeniser {

    private static final int MOST = 2000;

    /// A value that came often has many records, all of one token.
    private static final int MOST_RECORDS = 5;

    private final Views views;
    private final Sealer sealer;
    private final Residences residences;
    private final Tenants tenants;

    Detokeniser(Views views, Sealer sealer, Residences residences, Tenants tenants) {
        this.views = views;
        this.sealer = sealer;
        this.residences = residences;
        this.tenants = tenants;
    }

    /// Puts values there where the law lets the reader have them. A token whose record it may not
    /// have, or of which it may not see that part, stays.
    ///
    /// @param reader who gets to see them
    void detokenise(Call call, Call.Audience reader, List<Declared> fields) {
        var body = new Body(call, reader, new HashMap<>());
        int tokens = 0;
        for (var field : fields) {
            var value = field.spot().value();
            if (isToken(field.rule().token(), value) && ++tokens > MOST) {
                throw field.rule()
                        .field()
                        .refused(Fault.OUT_OF_RANGE, "At most %d tokens.".formatted(MOST));
            }
            var found = value(body, field.rule().token(), value);
            if (!found.isMissingNode()) {
                field.spot().set(found);
            }
        }
    }

    /// A body under way.
    ///
    /// @param records what was read for it already
    private record Body(Call call, Call.Audience reader, Map<RecordId, JsonNode> records) {}

    private static boolean isToken(Shape shape, JsonNode value) {
        if (value.isTextual()) {
            var text = value.textValue();
            return Token.parse(text).isPresent()
                    || (shape == Shape.FORMAT && FormatToken.isPossible(text));
        }
        return shape == Shape.NUMERIC && NumericToken.parse(value).isPresent();
    }

    /// What a token stands for; missing if it is none, or must stay.
    private JsonNode value(Body body, Shape shape, JsonNode value) {
        if (!isToken(shape, value)) {
            return MissingNode.getInstance();
        }
        if (!value.isTextual()) {
            return NumericToken.parse(value)
                    .map(token -> number(body, token))
                    .orElseGet(MissingNode::getInstance);
        }
        return Token.parse(value.textValue())
                .map(token ->
                        sealer.isGenuine(body.call(), token)
                                ? part(body, token)
                                : MissingNode.getInstance())
                .orElseGet(() -> formed(body, value.textValue()));
    }

    /// Numbers are drawn: where two records have the same, it stands for neither.
    private JsonNode number(Body body, NumericToken token) {
        var ids = found(body.call(), token.term());
        return ids.size() == 1
                ? part(body, new Token(ids.getFirst(), token.part()))
                : MissingNode.getInstance();
    }

    /// The same value may be in several records: one that the reader may have will do.
    private JsonNode formed(Body body, String token) {
        var key = residences.at(tenants.ingressRegion()).formatKey(body.call().caller().tenant());
        var value = FormatToken.open(key, token).map(TextNode::new);
        for (var id : found(body.call(), FormatToken.term(token))) {
            var part = part(body, new Token(id, Token.Part.TEXT));
            if (value.filter(part::equals).isPresent()) {
                return part;
            }
        }
        return MissingNode.getInstance();
    }

    private List<RecordId> found(Call call, Term term) {
        var sought =
                new Sought(
                        call.caller().tenant(),
                        term.field(),
                        List.of(term.value()),
                        Optional.empty(),
                        MOST_RECORDS);
        return residences.all().stream()
                .flatMap(residence -> residence.find(sought).stream())
                .toList();
    }

    private JsonNode part(Body body, Token token) {
        var record = body.records().computeIfAbsent(token.record(), id -> read(body, id));
        var value = record.at(token.part().pointer());
        return token.part() == Token.Part.JSON && value.isTextual()
                ? StrictJson.document(Payload.utf8(value.textValue()))
                : value;
    }

    private JsonNode read(Body body, RecordId id) {
        try {
            return views.of(body.call(), body.reader(), id).path("record");
        } catch (ProblemException e) {
            if (e.problem().fault() != Fault.NOT_FOUND && e.problem().fault() != Fault.FORBIDDEN) {
                throw e;
            }
            return MissingNode.getInstance();
        }
    }
}
