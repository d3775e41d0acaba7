// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.List;

/// Whose data an [Exposure] reaches in one region, as its log tells it.
///
/// @param logs the logs that it was counted from
/// @param tenants by name, only those that have something
public record Scope(List<Counted> logs, List<OfTenant> tenants) {

    public Scope {
        logs = List.copyOf(logs);
        tenants = List.copyOf(tenants);
    }

    /// How far a log was counted.
    ///
    /// @param origin the log
    /// @param entries how many of its entries
    /// @param size how many it has
    public record Counted(String origin, long entries, long size) {}

    /// One tenant's part.
    ///
    /// @param subjects how many persons that are not erased
    /// @param erased how many keys of persons, or of their sessions, were destroyed since it began:
    ///   whose they were nobody can tell any more
    /// @param touched by what was done, and what it is in law
    /// @param pseudonyms of persons, in hex, as many as were asked for
    /// @param affected those of the asked ids that are in the scope
    public record OfTenant(
            String tenant,
            long subjects,
            long erased,
            List<Touched> touched,
            List<String> pseudonyms,
            List<String> affected) {

        public OfTenant {
            touched = List.copyOf(touched);
            pseudonyms = List.copyOf(pseudonyms);
            affected = List.copyOf(affected);
        }
    }

    /// Entries of one kind.
    ///
    /// @param log the log's origin
    /// @param labels what the records are in law
    /// @param entries how many
    /// @param first index of the first, or of one shortly before
    /// @param last index of the last, or of one shortly after
    public record Touched(
            String log,
            String type,
            String act,
            List<String> labels,
            long entries,
            long first,
            long last) {

        public Touched {
            labels = List.copyOf(labels);
        }
    }
}
