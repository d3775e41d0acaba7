// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import java.time.Instant;
import java.util.UUID;

/// What an envelope is bound to besides its key: with any of it changed, it does not open. Laid out
/// byte by byte in `docs/envelope.md`.
public sealed interface AssociatedData {

    /// The bytes that the AEAD authenticates.
    byte[] encode(Suite suite, UUID key);

    /// Where and whose a record is, and every other column of its row.
    ///
    /// @param region where it rests
    /// @param tenant whose it is
    /// @param id id of the record
    /// @param holder the holder's pseudonym
    /// @param type its type of LAW 1.1
    /// @param policy digest of the policy bundle that decided
    /// @param status what may be done with it
    /// @param createdAt when it was sealed, in microseconds like all times here
    /// @param occurredAt when it happened
    /// @param expiresAt when it is erased
    /// @param event id of the audit event of its admission
    record OfRecord(
            RegionId region,
            String tenant,
            UUID id,
            Bytes holder,
            String type,
            String policy,
            String status,
            Instant createdAt,
            Instant occurredAt,
            Instant expiresAt,
            UUID event)
            implements AssociatedData {

        private static final byte[] LABEL = Fields.label("domicile/record/v1");

        @Override
        public byte[] encode(Suite suite, UUID key) {
            return new Fields(LABEL)
                    .add(region.code())
                    .add(tenant)
                    .add(id)
                    .add(holder.toArray())
                    .add(type)
                    .add(suite.title())
                    .add(key)
                    .add(policy)
                    .add(status)
                    .add(createdAt)
                    .add(occurredAt)
                    .add(expiresAt)
                    .add(event)
                    .toArray();
        }
    }

    /// Where and whose the detail of an audit event is.
    ///
    /// @param region where it rests
    /// @param tenant whose it is
    /// @param event id of the event
    /// @param holder the pseudonym of the data subject
    record OfDetail(RegionId region, String tenant, UUID event, Bytes holder)
            implements AssociatedData {

        private static final byte[] LABEL = Fields.label("domicile/audit-detail/v1");

        @Override
        public byte[] encode(Suite suite, UUID key) {
            return new Fields(LABEL)
                    .add(region.code())
                    .add(tenant)
                    .add(event)
                    .add(holder.toArray())
                    .add("")
                    .add(suite.title())
                    .add(key)
                    .add("")
                    .toArray();
        }
    }

    /// Which demand of an authority names whom.
    ///
    /// @param region where it rests
    /// @param tenant whose records are demanded
    /// @param disclosure id of the demand
    /// @param holder the pseudonym of the data subject
    record OfDisclosure(RegionId region, String tenant, UUID disclosure, Bytes holder)
            implements AssociatedData {

        private static final byte[] LABEL = Fields.label("domicile/disclosure/v1");

        @Override
        public byte[] encode(Suite suite, UUID key) {
            return new Fields(LABEL)
                    .add(region.code())
                    .add(tenant)
                    .add(disclosure)
                    .add(holder.toArray())
                    .add(suite.title())
                    .add(key)
                    .toArray();
        }
    }
}
