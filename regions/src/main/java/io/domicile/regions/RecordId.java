// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import java.util.Optional;
import java.util.UUID;

/// A record's public id: its region, `_`, and a UUIDv7 in 26 characters of lower-case Crockford
/// base32. The region in front makes a global index unnecessary.
///
/// @param region where the record rests
/// @param uuid its UUIDv7
public record RecordId(RegionId region, UUID uuid) {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    /// Reads `nl_01k9…`; empty when the text is not a record id.
    public static Optional<RecordId> parse(String text) {
        if (!text.matches("[a-z]{2}_[0-7][0-9a-hjkmnp-tv-z]{25}")) {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = 3; i < text.length(); i++) {
            high = high << 5 | low >>> 59;
            low = low << 5 | ALPHABET.indexOf(text.charAt(i));
        }
        return Optional.of(new RecordId(RegionId.of(text.substring(0, 2)), new UUID(high, low)));
    }

    @Override
    public String toString() {
        var text = new char[26];
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        for (int i = text.length - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (low & 31));
            low = low >>> 5 | high << 59;
            high = high >>> 5;
        }
        return region + "_" + new String(text);
    }
}
