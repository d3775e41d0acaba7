// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Deposit;
import io.domicile.regions.Opened;
import io.domicile.regions.RecordId;
import io.domicile.regions.SealBroken;
import io.domicile.regions.Sought;
import io.domicile.regions.Term;
import io.domicile.router.Json;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.intake.SealedDocument;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens the records within a demand's scope. Blocks.
@Singleton
final class Evidence {

    /// Of clear text, in bytes: it is in memory at once.
    private static final long LARGEST = 8L << 20;

    private final int most;
    private final Clock clock;

    Evidence(DomicileConfig config, Clock clock) {
        this.most = config.disclosures().page();
        this.clock = clock;
    }

    /// Records that go out together.
    ///
    /// @param content what is sealed to the recipient
    /// @param records what it is made of
    /// @param next where the next page goes on; empty if there is none
    record Page(ObjectNode content, List<Opened.Clear> records, Optional<RecordId> next) {

        Page {
            records = List.copyOf(records);
        }

        /// How many persons' they are.
        long subjects() {
            return records.stream().map(Opened.Clear::holder).distinct().count();
        }

        @Override
        public String toString() {
            return "Page";
        }
    }

    /// The records behind one. What is held for a missing fact does not go out, nor what is erased,
    /// expired or moved.
    ///
    /// @throws SealBroken if one is not what was sealed
    Page of(Case found, Optional<RecordId> after) {
        var subjects =
                found.residence().subjects(found.disclosure()).stream()
                        .flatMap(Optional::stream)
                        .toList();
        var sought = new Sought(found.tenant(), Term.SUBJECT, subjects, after, most);
        var ids = subjects.isEmpty() ? List.<RecordId>of() : found.residence().find(sought);
        var records = new ArrayList<Opened.Clear>();
        long size = 0;
        for (int i = 0; i < ids.size(); i++) {
            if (found.residence().open(found.tenant(), ids.get(i)) instanceof Opened.Clear clear
                    && clear.status() == Deposit.Status.STORED
                    && found.demand().scope().has(clear.type(), clear.occurredAt())) {
                records.add(clear);
                size += clear.content().length();
            }
            if (size > LARGEST && i < ids.size() - 1) {
                return page(found, records, Optional.of(ids.get(i)));
            }
        }
        return page(
                found, records, ids.size() == most ? Optional.of(ids.getLast()) : Optional.empty());
    }

    private Page page(Case found, List<Opened.Clear> records, Optional<RecordId> next) {
        var content = JsonNodeFactory.instance.objectNode();
        content.put("disclosure", found.id());
        content.put("region", found.residence().region().code());
        content.put("tenant", found.tenant());
        content.set("authority", Json.MAPPER.valueToTree(found.demand().authority()));
        content.set("instrument", Json.MAPPER.valueToTree(found.demand().instrument()));
        content.set("scope", Json.MAPPER.valueToTree(found.demand().scope()));
        content.put("made_at", clock.instant().toString());
        content.put("more", next.isPresent());
        var list = content.putArray("records");
        for (var record : records) {
            list.addObject()
                    .put("id", record.id().toString())
                    .put("type", record.type())
                    .put("occurred_at", record.occurredAt().toString())
                    .set("record", SealedDocument.read(record.content()).record());
        }
        return new Page(content, records, next);
    }
}
