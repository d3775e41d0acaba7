// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import java.util.Optional;
import java.util.UUID;

/// A record of a [Transfer].
///
/// @param transfer which
/// @param tenant whose record it is
/// @param mode whether it leaves its old home
/// @param target where it goes
/// @param record its id in its old home
/// @param arrival its id at the target
/// @param policy digest of the bundle that decided
/// @param state how far it is
/// @param code why it stayed, if it did
/// @param entries what the logs say of it
public record Departure(
        UUID transfer,
        String tenant,
        Transfer.Mode mode,
        RegionId target,
        UUID record,
        UUID arrival,
        String policy,
        Transfer.State state,
        Optional<String> code,
        Entries entries) {

    /// Ids of audit entries.
    ///
    /// @param begun of the decision, in the old home's log
    /// @param arrived of the arrival, in the target's log
    /// @param released of the giving up, in the old home's log
    /// @param opened since when it may be read, in the target's log
    public record Entries(
            Optional<UUID> begun,
            Optional<UUID> arrived,
            Optional<UUID> released,
            Optional<UUID> opened) {

        /// None yet.
        public static final Entries NONE =
                new Entries(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// A record that is about to go.
    public static Departure begun(Transfer transfer, UUID record, UUID arrival, String policy) {
        return of(transfer, record, arrival, policy, Transfer.State.BEGUN, Optional.empty());
    }

    /// A record that stays.
    ///
    /// @param code why
    public static Departure stayed(
            Transfer transfer, UUID record, UUID arrival, String policy, String code) {
        return of(transfer, record, arrival, policy, Transfer.State.STAYED, Optional.of(code));
    }

    private static Departure of(
            Transfer transfer,
            UUID record,
            UUID arrival,
            String policy,
            Transfer.State state,
            Optional<String> code) {
        return new Departure(
                transfer.id(),
                transfer.tenant(),
                transfer.mode(),
                transfer.target(),
                record,
                arrival,
                policy,
                state,
                code,
                Entries.NONE);
    }
}
