// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// An entry of a region's log with what is kept beside it of the decision that it is about.
///
/// @param log origin of the log
/// @param index its place in the log
/// @param entry canonical JSON in UTF-8, see [io.domicile.audit.Entry]
public record Audited(String log, long index, Bytes entry, Kept kept) {

    /// What is kept beside an entry.
    public sealed interface Kept {

        /// Nothing: it is about no decision, or about one that could not be had.
        record Nothing() implements Kept {}

        /// Something that this region's gateway never wrote.
        record Spoiled() implements Kept {}

        /// A decision as it was written. Whether it is that of the entry, the entry tells: its
        /// `facts` must be the mark, and its `policy` the bundle that decided.
        ///
        /// @param id names it among those of the region
        /// @param mark what the log says of these facts in this entry: `hmac:…`
        record Whole(Bytes id, Decided decided, String mark) implements Kept {}
    }
}
