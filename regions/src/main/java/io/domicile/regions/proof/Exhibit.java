// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.keys.RegionKeys;
import io.domicile.regions.proof.Clue.Kind;
import io.domicile.regions.seal.Envelope;
import io.domicile.regions.seal.SubjectKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A canary as it rests: the bytes that its region holds and no other may.
///
/// @param envelope the sealed record
/// @param owner whom its key belongs to
/// @param kek what wraps the key
/// @param wrapped the wrapped key
record Exhibit(Canary canary, Bytes envelope, RegionKeys.Owner owner, String kek, Bytes wrapped) {

    /// The part that says whether the search can see: each region's must be found at home.
    static final String ENVELOPE = "envelope";

    private static final int PIECE = 24;

    RegionId region() {
        return canary.record().region();
    }

    /// Reads it from its region's database; empty if it is not there.
    static Optional<Exhibit> find(Connection connection, Canary canary) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select r.envelope, k.tenant, k.pseudonym, k.session, k.id, k.kek, k.wrapped
                        from record r join perishable.subject_key k on k.id = r.key_id
                        where r.id = ? and r.envelope is not null
                        """)) {
            query.setObject(1, canary.record().uuid());
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                var owner =
                        new RegionKeys.Owner(
                                row.getString(2),
                                Bytes.of(row.getBytes(3)),
                                Bytes.of(row.getBytes(4)),
                                row.getObject(5, UUID.class));
                return Optional.of(
                        new Exhibit(
                                canary,
                                Bytes.of(row.getBytes(1)),
                                owner,
                                row.getString(6),
                                Bytes.of(row.getBytes(7))));
            }
        }
    }

    /// What to look for: its clear text, its key, and what its region holds of it.
    List<Needle> needles(RegionKeys keys) {
        var needles = new ArrayList<Needle>();
        for (var secret : canary.secrets()) {
            var clue = clue(Kind.CLEAR, secret.name());
            needles.addAll(
                    switch (secret) {
                        case Secret.Text(_, var text) -> Needles.ofText(clue, text);
                        case Secret.Number(_, double number) -> Needles.ofNumber(clue, number);
                    });
        }
        needles.addAll(sealed());
        needles.addAll(key(keys));
        return needles;
    }

    /// The clue of its envelope.
    Clue envelopeClue() {
        return clue(Kind.SEALED, ENVELOPE);
    }

    private List<Needle> sealed() {
        var needles = new ArrayList<Needle>();
        var ciphertext = Envelope.read(envelope.toArray()).sealed();
        needles.addAll(Needles.pieces(envelopeClue(), ciphertext, PIECE, 4));
        needles.addAll(
                Needles.pieces(clue(Kind.SEALED, "wrapped key"), wrapped.toArray(), PIECE, 3));
        var pseudonym = clue(Kind.SEALED, "pseudonym");
        needles.addAll(Needles.ofBytes(pseudonym, Form.RAW, owner.holder().toArray()));
        if (owner.session().length() > 0) {
            var session = clue(Kind.SEALED, "mark of the session");
            needles.addAll(Needles.ofBytes(session, Form.RAW, owner.session().toArray()));
        }
        needles.addAll(id(clue(Kind.SEALED, "key id"), owner.key()));
        var record = clue(Kind.SEALED, "record id");
        needles.addAll(id(record, canary.record().uuid()));
        needles.add(text(record, canary.record().toString().substring(3)));
        return needles;
    }

    /// The key itself, which is here for as long as the search takes.
    private List<Needle> key(RegionKeys keys) {
        var material = keys.unwrap(kek, owner, wrapped.toArray());
        var clue = clue(Kind.KEY, "key");
        int half = SubjectKey.LENGTH / 2;
        var needles =
                new ArrayList<>(
                        Needles.ofBytes(clue, Form.RAW, Arrays.copyOfRange(material, 0, half)));
        needles.addAll(
                Needles.ofBytes(
                        clue, Form.RAW, Arrays.copyOfRange(material, half, SubjectKey.LENGTH)));
        Arrays.fill(material, (byte) 0);
        return needles;
    }

    private static List<Needle> id(Clue clue, UUID id) {
        var bytes =
                ByteBuffer.allocate(16)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array();
        var needles = new ArrayList<>(Needles.ofBytes(clue, Form.RAW, bytes));
        needles.add(text(clue, id.toString()));
        return needles;
    }

    private static Needle text(Clue clue, String text) {
        return new Needle(clue, Form.UTF_8, text.getBytes(StandardCharsets.US_ASCII));
    }

    private Clue clue(Kind kind, String part) {
        return new Clue(kind, Optional.of(region()), canary.name() + ": " + part);
    }
}
