// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Deposit;
import io.domicile.regions.Note;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Finds writes that no store can take, before they share a transaction with others.
final class Screening {

    private static final UUID NOBODY = new UUID(0, 0);
    private static final Said WIDEST = new Said("0".repeat(32), "0".repeat(64), "k".repeat(128));

    private Screening() {}

    static boolean isStorable(Home home, Write write) {
        return switch (write) {
            case Write.OfRecord(var deposit, _) -> isStorable(home, deposit);
            case Write.OfArrival(var deposit, _, _, _) -> isStorable(home, deposit);
            case Write.OfDeparture(_, var note, _, _, _) ->
                    isText(note.tenant()) && isEntry(home, note);
            case Write.OfNote(var note, _, _, _) -> isText(note.tenant()) && isEntry(home, note);
            case Write.OfExport(var note, _, var tally, _) ->
                    Stream.of(note.tenant(), tally.export().tenant(), tally.export().entity())
                                    .allMatch(Screening::isText)
                            && isEntry(home, note);
        };
    }

    private static boolean isStorable(Home home, Deposit deposit) {
        return Stream.of(deposit.tenant(), deposit.type(), deposit.policy())
                        .allMatch(Screening::isText)
                && isEntry(home, deposit.note());
    }

    /// PostgreSQL has no zero character, and UTF-8 no half of a surrogate pair.
    private static boolean isText(String text) {
        return text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static boolean isEntry(Home home, Note note) {
        try {
            return Said.row(home, note, NOBODY, Instant.EPOCH, Optional.of(WIDEST)).entry.length
                    > 0;
        } catch (IllegalArgumentException tooLongOrNoText) {
            return false;
        }
    }
}
