// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.Credential;
import io.domicile.regions.Decided;
import io.domicile.regions.Export;
import io.domicile.regions.Once;
import io.domicile.regions.Term;
import io.domicile.regions.keys.RegionKeys;
import io.domicile.regions.seal.AssociatedData;
import io.domicile.regions.seal.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One region with its keys: what every part of its store needs to know.
///
/// @param region the region
/// @param log tells the origin of its log
/// @param keys its keys
/// @param keyAge how old a subject's DEK may be to seal; then the subject gets a further one
public record Home(RegionId region, Supplier<String> log, RegionKeys keys, Duration keyAge) {

    /// Bytes of the MAC that a token shows.
    private static final int TOKEN = 16;

    private static final String MARK = "key:";
    private static final String LOG_UNTIL = "log_until:";
    private static final int MARK_BYTES = 8;
    private static final int CREDENTIAL_BYTES = 8;

    /// Bytes of a MAC, in all suites.
    private static final int MAC = 32;

    private static final Pattern TOKEN_TEXT = Pattern.compile("dom_[a-z]{2}_[0-9a-f]{32}");

    /// Of a log that never ends.
    public Home(RegionId region, String origin, RegionKeys keys, Duration keyAge) {
        this(region, () -> origin, keys, keyAge);
    }

    /// The origin of the log that takes entries now. What was written just before a log was closed
    /// may find its place in the next.
    public String origin() {
        return log.get();
    }

    /// A data subject of a tenant, by pseudonym.
    ///
    /// @param session empty, or the MAC of the session that the subject's records are bound to
    record Holder(String tenant, Bytes pseudonym, Bytes session) {

        static Holder of(String tenant, Bytes pseudonym) {
            return new Holder(tenant, pseudonym, Bytes.of(""));
        }

        /// The holder that [#mark] is of.
        static Holder marked(String tenant, Bytes mark) {
            var both = mark.toArray();
            return new Holder(
                    tenant,
                    Bytes.of(Arrays.copyOf(both, MAC)),
                    Bytes.of(Arrays.copyOfRange(both, MAC, both.length)));
        }

        /// The holder in one piece: pseudonym and session.
        Bytes mark() {
            var both = Arrays.copyOf(pseudonym.toArray(), MAC + session.length());
            System.arraycopy(session.toArray(), 0, both, MAC, session.length());
            return Bytes.of(both);
        }

        Holder in(Bytes session) {
            return new Holder(tenant, pseudonym, session);
        }

        RegionKeys.Owner owning(UUID key) {
            return new RegionKeys.Owner(tenant, pseudonym, session, key);
        }
    }

    Holder holder(String tenant, String subject) {
        return Holder.of(tenant, keys.mac("domicile/holder/v1", tenant, utf8(subject)));
    }

    /// What names a subject as the holder of an audit row.
    public Bytes holding(String tenant, String subject) {
        return holder(tenant, subject).mark();
    }

    /// What stands for a person in the records of others: see
    /// [io.domicile.regions.Residence#token].
    public String token(String tenant, String subject) {
        var mac = keys.mac("domicile/token/v1", tenant, utf8(subject)).toArray();
        return "dom_" + region + "_" + HexFormat.of().formatHex(mac, 0, TOKEN);
    }

    /// What tokens in the form of what they stand for are made with: see
    /// [io.domicile.regions.Residence#formatKey].
    public Bytes formatKey(String tenant) {
        return keys.mac("domicile/format/v1", tenant, new byte[0]);
    }

    /// What the log says of a key that is destroyed, so that a copy of it which a restored backup
    /// brings back is known for what it is. It means nothing without the region's keys, and goes
    /// back to nobody: the key's id is random.
    String mark(String tenant, UUID key) {
        var mac = keys.mac("domicile/destroyed-key/v1", tenant, utf8(key.toString())).toArray();
        return MARK + HexFormat.of().formatHex(mac, 0, MARK_BYTES);
    }

    /// Whether a label of an entry is one of those.
    public static boolean isMark(String label) {
        return label.startsWith(MARK);
    }

    /// The label that says in an entry until when the network log of the destroyed keys is kept.
    static List<String> logUntil(Optional<Instant> until) {
        return until.map(time -> LOG_UNTIL + time).stream().toList();
    }

    /// What such a label among these says.
    ///
    /// @throws java.time.format.DateTimeParseException if it is not ours
    public static Optional<Instant> logUntil(List<String> labels) {
        return labels.stream()
                .filter(label -> label.startsWith(LOG_UNTIL))
                .findFirst()
                .map(label -> Instant.parse(label.substring(LOG_UNTIL.length())));
    }

    /// The credential's pseudonym in the log: see [io.domicile.regions.Residence#pseudonym].
    public String pseudonym(String tenant, Credential credential) {
        return switch (credential) {
            case Credential.Known(var known) -> known;
            case Credential.Presented(var name) -> {
                var mac = keys.mac("domicile/credential/v1", tenant, name.toArray()).toArray();
                yield HexFormat.of().formatHex(mac, 0, CREDENTIAL_BYTES);
            }
        };
    }

    Bytes session(String tenant, String session) {
        return keys.mac("domicile/session/v1", tenant, utf8(session));
    }

    /// What stands for a term in the index: nothing like it stands for another tenant, region,
    /// field or value. A session's is that under which its end is remembered.
    Bytes term(String tenant, Term term) {
        if (term.field().equals(Term.SESSION)) {
            return session(tenant, term.value());
        }
        var message = new Fields("term").add(term.field()).add(term.value()).toArray();
        return keys.mac("domicile/search/v1", tenant, message);
    }

    Bytes onceKey(String tenant, Once once) {
        return keys.mac("domicile/once-key/v1", tenant, utf8(once.key()));
    }

    Bytes onceRequest(String tenant, Once once) {
        return keys.mac("domicile/once-request/v1", tenant, once.request().toArray());
    }

    /// The marks under which the persons of an export are counted. They mean nothing for another
    /// entity, year or kind, nor beside the pseudonyms of holders.
    Set<Bytes> marks(Export export) {
        return export.persons().stream()
                .map(person -> mark(export, person))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// A person counts once, whether the record has the id or, as those of others have, the token.
    private Bytes mark(Export export, String id) {
        var person = TOKEN_TEXT.matcher(id).matches() ? id : token(export.tenant(), id);
        var message =
                new Fields("person")
                        .add(export.entity())
                        .add(Integer.toString(export.year()))
                        .add(export.kind().name())
                        .add(person)
                        .toArray();
        return keys.mac("domicile/export-person/v1", export.tenant(), message);
    }

    /// What a public entry says of the facts in place of their digest, which could be guessed: it
    /// differs with every event.
    String facts(String tenant, UUID event, String digest) {
        var mac = keys.mac("domicile/facts/v1", tenant, utf8(event + digest));
        return "hmac:" + HexFormat.of().formatHex(mac.toArray());
    }

    /// Names a decision that is kept, and shows that it is as it was written. No text of it has a
    /// zero character.
    Bytes decision(Decided decided) {
        var policy = decided.policy();
        var all =
                String.join(
                        "\0",
                        decided.query(),
                        decided.facts(),
                        policy.digest(),
                        policy.revision(),
                        decided.answer());
        var mac = keys.mac("domicile/decision/v1", decided.tenant(), utf8(all));
        return Bytes.of(Arrays.copyOf(mac.toArray(), 16));
    }

    /// What a public entry says of the facts of a decision that is kept.
    String mark(UUID event, Decided decided) {
        var digest = "sha256:" + Batch.sha256(utf8(decided.facts()));
        return facts(decided.tenant(), event, digest);
    }

    /// What a record's envelope is bound to: every column of its row but the envelope.
    AssociatedData ofRecord(Holder holder, SealedRow row) {
        return new AssociatedData.OfRecord(
                region,
                row.tenant,
                row.id,
                holder.pseudonym(),
                row.type,
                row.policy,
                row.status,
                row.createdAt,
                row.occurredAt,
                row.expiresAt,
                row.eventId);
    }

    AssociatedData ofDetail(Holder holder, UUID event) {
        return new AssociatedData.OfDetail(region, holder.tenant(), event, holder.pseudonym());
    }

    AssociatedData ofDisclosure(Holder holder, UUID disclosure) {
        return new AssociatedData.OfDisclosure(
                region, holder.tenant(), disclosure, holder.pseudonym());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
