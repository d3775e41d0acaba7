// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Departure;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A record that goes to another region, or was asked to and stays.
@Entity
@Table(name = "departure")
class DepartureEntity {

    /// The record's id at the target.
    @Id UUID arrival;

    UUID transfer;
    UUID record;
    String mode;
    String target;
    String policy;
    String state;

    /// Why it stays.
    @Nullable String code;

    @Column(name = "event_id")
    UUID eventId;

    /// The entry of the giving up.
    @Column(name = "released_id", insertable = false, updatable = false)
    @Nullable UUID releasedId;

    static DepartureEntity of(Departure departure, UUID event) {
        var row = new DepartureEntity();
        row.arrival = departure.arrival();
        row.transfer = departure.transfer();
        row.record = departure.record();
        row.mode = departure.mode().name();
        row.target = departure.target().code();
        row.policy = departure.policy();
        row.state = departure.state().name();
        row.code = departure.code().orElse(null);
        row.eventId = event;
        return row;
    }
}
