// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// What erasing a subject did in one region (LAW 4, erasure certificate).
///
/// @param region where
/// @param certificate random id of the certificate
/// @param commitment `SHA-256("domicile/commit/v1" || 0x00 || salt || subject)`
/// @param keys ids of the DEKs destroyed; empty when the region held none, also because they were
///   destroyed before
/// @param keks ids of the KEKs that these were wrapped with
/// @param kinds how many records of which type can no longer be opened
/// @param exports the counts of exports that the subject is in, as `<year>/<PI or SPI>/<legal
///   entity>`: who took data of the subject abroad, and when
/// @param logUntil until when the law keeps what is left of the network log, if anything is
/// @param vacuumed when the pages that the destroyed keys were in were vacuumed, once they were
/// @param rules ids of the rules that decided
/// @param law the articles behind them
/// @param at when
/// @param log origin of the region's audit log
/// @param entry id of the audit entry
public record Erasure(
        RegionId region,
        UUID certificate,
        Bytes commitment,
        List<UUID> keys,
        List<String> keks,
        Map<String, Long> kinds,
        List<String> exports,
        Optional<Instant> logUntil,
        Optional<Instant> vacuumed,
        List<String> rules,
        List<String> law,
        Instant at,
        String log,
        UUID entry) {

    public Erasure {
        keys = List.copyOf(keys);
        keks = List.copyOf(keks);
        kinds = new TreeMap<>(kinds);
        exports = List.copyOf(exports);
        rules = List.copyOf(rules);
        law = List.copyOf(law);
    }

    /// How many records can no longer be opened.
    public long records() {
        return kinds.values().stream().mapToLong(Long::longValue).sum();
    }

    /// The same with what was counted afterwards.
    public Erasure counted(Map<String, Long> found) {
        return new Erasure(
                region,
                certificate,
                commitment,
                keys,
                keks,
                found,
                exports,
                logUntil,
                vacuumed,
                rules,
                law,
                at,
                log,
                entry);
    }
}
