// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Instant;
import java.util.List;

/// What the log of a region says of a subject in a stretch of time: every entry of the stretch was
/// looked at, and its pseudonym compared with what the subject's keys make for it.
///
/// @param log the log's origin
/// @param checkpoint the signed note that covers the stretch
/// @param first index of the first entry that was looked at
/// @param last index of the last; below `first` if there is none
/// @param matches the entries that are about the subject
/// @param keys the subject's pseudonym keys, 32 bytes each, in the order of their bytes
public record Reads(
        String log,
        String checkpoint,
        long first,
        long last,
        List<Match> matches,
        List<Bytes> keys) {

    public Reads {
        matches = List.copyOf(matches);
        keys = List.copyOf(keys);
    }

    /// An entry that is about the subject.
    public record Match(long index, Instant time, String type, String act) {

        /// Whether somebody was shown something.
        public boolean isRead() {
            return act.equals("read") || act.equals("disclosure.released");
        }
    }
}
