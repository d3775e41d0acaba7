// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import java.util.UUID;

/// What an envelope is bound to besides its key: moved to another row, holder, tenant or region, or
/// under another verdict, it does not open.
///
/// @param kind what is sealed
/// @param region where it rests
/// @param tenant whose it is
/// @param row id of the record, or of the audit event whose detail it is
/// @param holder the holder's pseudonym
/// @param type the record's type of LAW 1.1
/// @param policy digest of the policy bundle that decided
public record AssociatedData(
        Kind kind,
        RegionId region,
        String tenant,
        UUID row,
        Bytes holder,
        String type,
        String policy) {

    /// What is sealed.
    public enum Kind {
        RECORD("domicile/record/v1"),
        AUDIT_DETAIL("domicile/audit-detail/v1");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /// The bytes that the AEAD authenticates (`docs/envelope.md`).
    byte[] encode(Suite suite, UUID key) {
        return new Fields(kind.label)
                .add(region.code())
                .add(tenant)
                .add(row)
                .add(holder.toArray())
                .add(type)
                .add(suite.title())
                .add(key)
                .add(policy)
                .toArray();
    }
}
