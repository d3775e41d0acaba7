// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.domicile.audit.LogFailure;
import io.domicile.policies.RegionId;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Shard;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/// How long a region keeps the entries of its log.
///
/// @param entries how long; without, no entry is ever pruned
/// @param transfers how long those of transfers, exports and disclosures
public record LogRetention(Optional<Duration> entries, Duration transfers) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> LOOKS = Set.of("read", "search", "access");
    private static final Set<String> LONG = Set.of("transfer", "export", "disclosure");

    /// Six months (Cybersecurity Law 23), of which the longest has 184 days.
    private static final Duration NETWORK_LOG = Duration.ofDays(184);

    /// Three years (PIPL 56, Network Data Security Regulations 12).
    private static final Duration RECORDS = Duration.ofDays(1096);

    /// Refuses what is less than the region's law wants.
    ///
    /// @throws ResidenceUnavailable if it is; the message names the property
    public LogRetention in(RegionId region) {
        var property = "domicile.regions." + region + ".log.";
        if (entries.filter(keep -> !keep.isPositive()).isPresent()) {
            throw new ResidenceUnavailable(property + "keep-entries: must be longer than nothing");
        }
        if (region.law().equals("CN")
                && entries.filter(keep -> keep.compareTo(NETWORK_LOG) < 0).isPresent()) {
            throw new ResidenceUnavailable(
                    property + "keep-entries: never below 184D here (Cybersecurity Law 23)");
        }
        if (region.law().equals("CN") && transfers.compareTo(RECORDS) < 0) {
            throw new ResidenceUnavailable(
                    property + "keep-transfers: never below 1096D here (PIPL 56)");
        }
        return this;
    }

    /// Whether an entry may be pruned.
    ///
    /// @param entry its bytes
    /// @throws LogFailure.Damaged if it cannot be read
    boolean isOver(byte[] entry, Instant now) {
        if (entries.isEmpty()) {
            return false;
        }
        try {
            var json = MAPPER.readTree(entry);
            var keep = isOfTransfer(json) ? longer() : entries.get();
            return Instant.parse(json.path("t").asText()).plus(keep).isBefore(now);
        } catch (IOException | DateTimeParseException e) {
            throw new LogFailure.Damaged("an entry that is to be pruned cannot be read");
        }
    }

    /// Whether it is kept like those of transfers: what was looked at from another region left this
    /// one.
    private static boolean isOfTransfer(JsonNode entry) {
        var type = entry.path("type").asText();
        return LONG.contains(type) || (LOOKS.contains(type) && entry.hasNonNull("to"));
    }

    private Duration longer() {
        return entries.filter(keep -> keep.compareTo(transfers) > 0).orElse(transfers);
    }

    /// The retention policy and the minimum index of a log, as the file `retention` says them
    /// beside its checkpoint (C2SP tlog-tiles, Pruning): a name and a value in each line.
    ///
    /// @param held whether a legal hold keeps everything
    String text(Shard shard, boolean held) {
        return """
        domicile/log-retention/v1
        origin %s
        minimum-index %d
        keep-entries %s
        keep-transfers %s
        legal-hold %s
        """
                .formatted(
                        shard.origin(),
                        shard.minimum(),
                        entries.map(LogRetention::days).orElse("forever"),
                        entries.map(_ -> days(longer())).orElse("forever"),
                        held ? "yes: nothing is pruned while it is in force" : "no");
    }

    private static String days(Duration keep) {
        return keep.toDays() + " days";
    }
}
