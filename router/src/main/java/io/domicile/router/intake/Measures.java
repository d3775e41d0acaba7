// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Decision;
import io.domicile.regions.Bytes;
import io.domicile.regions.Residence;
import io.domicile.router.Fault;
import io.domicile.router.duties.CoarseGrid;
import io.domicile.router.duties.Duty;
import io.domicile.router.intake.Preparation.Stopped;
import io.domicile.router.intake.Submission.Consent;
import io.domicile.router.intake.Submission.Position;
import io.domicile.router.intake.Submission.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the gateway does itself for the obligations of one record, in one residence.
///
/// What is not here holds by the way records are kept: each has its audit row and its expiry, no
/// code reads a body, and nothing leaves its region unasked.
record Measures(List<String> obligations, Residence residence, Instant now) {

    /// LAW R6: a copy on its way out of the mainland.
    private static final Duration TRANSIT_CN = Duration.ofHours(24);

    /// LAW E4: a copy on its way out of Europe.
    private static final Duration TRANSIT = Duration.ofHours(72);

    /// The retention of `loc.live`: a live share without an end of its own ends by then.
    private static final Duration LIVE = Duration.ofDays(1);

    /// What the gateway cannot do for this record.
    Optional<Stopped> obstacle(Submission submission) {
        var unable = obligations.stream().filter(this::cannot).toList();
        if (!unable.isEmpty()) {
            return Optional.of(new Stopped(Fault.OBLIGATION_UNSUPPORTED, unable));
        }
        return asks("CRS.GCJ02") && !isGcj02(submission.location())
                ? Optional.of(new Stopped(Fault.OBLIGATION_UNMET, List.of("CRS.GCJ02")))
                : Optional.empty();
    }

    /// The record as it is kept: other people as tokens of the region, and the position on the grid
    /// where the law wants it coarse.
    Submission kept(Classified classified) {
        var submission = classified.submission();
        var position = submission.location();
        return submission.with(
                tokenised(classified),
                isCoarse(submission) && position != null ? coarse(position) : position);
    }

    /// The document to seal.
    ///
    /// @param kept the record as it is kept
    Bytes content(Submission kept, Classified classified, List<Duty> duties) {
        var facts = classified.facts();
        return SealedDocument.of(
                kept,
                kept.subjects().indexOf(classified.holder()),
                isCoarse(kept) ? coarse(facts) : facts,
                duties,
                kept.consentsAt(now));
    }

    private boolean isCoarse(Submission submission) {
        return submission.location() != null && asks("COARSEN.3KM");
    }

    /// When a stored record goes: when the law says, or else as configured; in transit and in live
    /// shares earlier.
    Instant endOfRetention(Submission submission, Decision decision, Duration configured) {
        var ends = new ArrayList<Instant>();
        ends.add(now.plus(decision.retainDays().map(Duration::ofDays).orElse(configured)));
        if (asks("TTL.TRANSIT")) {
            ends.add(now.plus(residence.region().code().equals("cn") ? TRANSIT_CN : TRANSIT));
        }
        if (asks("LIVE.END")) {
            ends.add(now.plus(LIVE));
            submission.consentsAt(now).stream()
                    .filter(consent -> consent.kind().equals("CONSENT.SHARE"))
                    .map(Consent::until)
                    .filter(Objects::nonNull)
                    .forEach(ends::add);
        }
        return Collections.min(ends);
    }

    /// When a held record goes.
    Instant endOfHold(Decision decision, Duration configured) {
        var lawful = decision.retainDays().map(Duration::ofDays).orElse(configured);
        return now.plus(Collections.min(List.of(configured, lawful)));
    }

    private boolean cannot(String obligation) {
        return switch (obligation) {
            case "ENC.AES" -> !residence.suite().equals("AES-256-GCM");
            case "ENC.SM" -> !residence.suite().equals("SM4-GCM");
            case "CRYPTO.CERTIFIED" -> !residence.hasCertifiedKeys();
            case "KEY.LOCAL" -> !residence.hasLocalKeys();
            default -> false;
        };
    }

    private boolean asks(String obligation) {
        return obligations.contains(obligation);
    }

    private List<Subject> tokenised(Classified classified) {
        var holder = classified.holder();
        return classified.submission().subjects().stream()
                .map(subject ->
                        subject.equals(holder)
                                ? subject
                                : subject.as(residence.token(classified.tenant(), subject.id())))
                .toList();
    }

    private static boolean isGcj02(@Nullable Position position) {
        return position != null && "GCJ02".equals(position.crs());
    }

    /// The position as the middle of its cell.
    static Position coarse(Position position) {
        var cell = CoarseGrid.of(position.lat(), position.lon());
        return new Position(
                cell.lat(), cell.lon(), position.crs(), (double) CoarseGrid.METRES, null);
    }

    private static ObjectNode coarse(JsonNode facts) {
        ObjectNode copy = facts.deepCopy();
        copy.withObject("/record").put("precision_m", (double) CoarseGrid.METRES);
        return copy;
    }
}
