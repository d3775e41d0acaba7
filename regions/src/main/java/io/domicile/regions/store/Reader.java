// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Deposit;
import io.domicile.regions.Once;
import io.domicile.regions.Opened;
import io.domicile.regions.RecordId;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.SealBroken;
import io.domicile.regions.keys.KeysUnusable;
import io.domicile.regions.keys.WrapBroken;
import io.domicile.regions.seal.Envelope;
import io.domicile.regions.seal.MalformedEnvelope;
import io.domicile.regions.seal.SubjectKey;
import io.domicile.regions.seal.TagMismatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what a residence holds. Blocks its caller.
@ApplicationScoped
public class Reader {

    private final Stores stores;
    private final Records records;
    private final SubjectKeys subjectKeys;
    private final ErasedKeys erasedKeys;
    private final Answers answers;
    private final Departed departed;

    Reader(
            Stores stores,
            Records records,
            SubjectKeys subjectKeys,
            ErasedKeys erasedKeys,
            Answers answers,
            Departed departed) {
        this.stores = stores;
        this.records = records;
        this.subjectKeys = subjectKeys;
        this.erasedKeys = erasedKeys;
        this.answers = answers;
        this.departed = departed;
    }

    /// A record's row, its DEK's row unless destroyed, and whether it was destroyed by an erasure.
    private record Found(
            RecordEntity row,
            @Nullable SubjectKeyEntity key,
            boolean erased,
            Optional<DepartureEntity> moved) {}

    /// Opens a record; see [io.domicile.regions.Residence#open].
    public Opened open(Home home, String tenant, RecordId id) {
        if (!id.region().equals(home.region())) {
            return new Opened.Absent();
        }
        return stores.read(home.region(), () -> records.of(tenant, id.uuid()).map(this::find))
                .map(found -> open(home, id, found))
                .orElseGet(Opened.Absent::new);
    }

    /// What an earlier request with this idempotency key was answered.
    public Optional<Admission> earlier(Home home, String tenant, Once once) {
        var key = home.onceKey(tenant, once).toArray();
        return stores.read(home.region(), () -> answers.findByIdOptional(key))
                .map(row -> Batch.answer(row, home.onceRequest(tenant, once)));
    }

    /// The tombstone counts, also beside a key that a restored backup brought back.
    private Found find(RecordEntity row) {
        var key = subjectKeys.findById(row.keyId);
        boolean restricted = key != null && key.restrictedUntil != null;
        boolean erased = restricted || erasedKeys.findById(row.keyId) != null;
        // Only a record that was given up has no envelope before its time.
        var moved = row.envelope == null ? departed.of(row.id) : Optional.<DepartureEntity>empty();
        return new Found(row, key, erased, moved);
    }

    private static Opened open(Home home, RecordId id, Found found) {
        if (found.moved.isPresent()) {
            var moved = found.moved.get();
            var there = new RecordId(RegionId.of(moved.target), moved.arrival);
            return new Opened.Moved(id, there, moved.state.equals("DONE"));
        }
        if (found.erased || isOver(found.row, Instant.now())) {
            return new Opened.Erased(id);
        }
        if (found.key == null || found.row.envelope == null) {
            throw new SealBroken("record " + id + " has lost its key without an erasure", null);
        }
        if (!found.key.tenant.equals(found.row.tenant)) {
            throw new SealBroken("record " + id + " is not what was sealed", null);
        }
        var holder = found.key.owner();
        try (var key = unwrap(home, found.key)) {
            var bound = home.ofRecord(holder, id.uuid(), found.row.type, found.row.policy);
            var content = key.open(bound, Envelope.read(found.row.envelope));
            return new Opened.Clear(
                    id,
                    holder.pseudonym(),
                    Deposit.Status.valueOf(found.row.status),
                    found.row.type,
                    found.row.occurredAt,
                    found.row.expiresAt,
                    Bytes.of(content));
        } catch (TagMismatch | MalformedEnvelope | WrapBroken e) {
            throw new SealBroken("record " + id + " is not what was sealed", e);
        } catch (KeysUnusable e) {
            throw new ResidenceUnavailable(String.valueOf(e.getMessage()), e);
        }
    }

    /// Whether the record's time is over: from the moment on that its receipt named.
    static boolean isOver(RecordEntity row, Instant now) {
        return !now.isBefore(row.expiresAt);
    }

    private static SubjectKey unwrap(Home home, SubjectKeyEntity row) {
        var material = home.keys().unwrap(row.kek, row.owner().owning(row.id), row.wrapped);
        return SubjectKey.of(row.id, home.keys().suite(), material);
    }
}
