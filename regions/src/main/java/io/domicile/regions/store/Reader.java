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

    /// A record's row, the tenant of its key or of its key's tombstone, the key's row unless it was
    /// destroyed, and where the record went.
    private record Found(
            RecordEntity row,
            String tenant,
            @Nullable SubjectKeyEntity key,
            boolean erased,
            Optional<DepartureEntity> moved) {

        /// A row that was given to another tenant is still found by its own, and is found out.
        boolean isOf(String tenant) {
            return tenant.equals(row.tenant) || tenant.equals(this.tenant);
        }
    }

    /// Opens a record; see [io.domicile.regions.Residence#open].
    public Opened open(Home home, String tenant, RecordId id) {
        if (!id.region().equals(home.region())) {
            return new Opened.Absent();
        }
        return stores.read(
                        home.region(),
                        Tenants.of(tenant),
                        () -> records.findByIdOptional(id.uuid()).map(this::find))
                .filter(found -> found.isOf(tenant))
                .map(found -> open(home, id, found))
                .orElseGet(Opened.Absent::new);
    }

    /// A record's envelope as it rests; see [io.domicile.regions.Residence#envelope].
    public Optional<Bytes> envelope(Home home, String tenant, RecordId id) {
        return stores.read(
                home.region(),
                Tenants.of(tenant),
                () ->
                        records.findByIdOptional(id.uuid())
                                .filter(row -> row.tenant.equals(tenant))
                                .flatMap(row -> Optional.ofNullable(row.envelope))
                                .map(Bytes::of));
    }

    /// What an earlier request with this idempotency key was answered.
    public Optional<Admission> earlier(Home home, String tenant, Once once) {
        var key = home.onceKey(tenant, once).toArray();
        return stores.read(home.region(), Tenants.of(tenant), () -> answers.findByIdOptional(key))
                .map(row -> Batch.answer(row, home.onceRequest(tenant, once)));
    }

    /// The tombstone counts, also beside a key that a restored backup brought back.
    private Found find(RecordEntity row) {
        var key = subjectKeys.findById(row.keyId);
        var tombstone = erasedKeys.findById(row.keyId);
        boolean erased = tombstone != null || (key != null && key.restrictedUntil != null);
        // Only a record that was given up has no envelope before its time.
        var moved = row.envelope == null ? departed.of(row.id) : Optional.<DepartureEntity>empty();
        return new Found(row, tenantOf(row, key, tombstone), key, erased, moved);
    }

    private static String tenantOf(
            RecordEntity row, @Nullable SubjectKeyEntity key, @Nullable ErasedKeyEntity tombstone) {
        if (tombstone != null) {
            return tombstone.tenant;
        }
        return key == null ? row.tenant : key.tenant;
    }

    private static Opened open(Home home, RecordId id, Found found) {
        if (!found.tenant.equals(found.row.tenant)) {
            throw new SealBroken("record " + id + " belongs to another tenant", null);
        }
        if (found.moved.isPresent()) {
            var moved = found.moved.get();
            if (moved.state.equals("GONE")) {
                return new Opened.Erased(id);
            }
            var there = new RecordId(RegionId.of(moved.target), moved.arrival);
            return new Opened.Moved(id, there, moved.state.equals("DONE"));
        }
        if (found.erased) {
            return new Opened.Erased(id);
        }
        boolean isOver = isOver(found.row, Instant.now());
        if (found.key == null || found.row.envelope == null) {
            if (isOver) {
                return new Opened.Erased(id);
            }
            throw new SealBroken("record " + id + " has lost its key without an erasure", null);
        }
        var clear = unseal(home, id, found.row, found.key, found.row.envelope);
        return isOver ? new Opened.Erased(id) : clear;
    }

    private static Opened.Clear unseal(
            Home home, RecordId id, RecordEntity row, SubjectKeyEntity keyRow, byte[] envelope) {
        var holder = keyRow.owner();
        try (var key = unwrap(home, keyRow)) {
            if (!key.suite().title().equals(row.suite)) {
                throw new SealBroken("record " + id + " names another suite", null);
            }
            var content = key.open(home.ofRecord(holder, row), Envelope.read(envelope));
            return new Opened.Clear(
                    id,
                    holder.mark(),
                    Deposit.Status.valueOf(row.status),
                    row.type,
                    row.occurredAt,
                    row.expiresAt,
                    Bytes.of(content));
        } catch (MalformedEnvelope e) {
            throw new SealBroken("record " + id + " does not open: " + e.getMessage(), e);
        } catch (TagMismatch | WrapBroken e) {
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
