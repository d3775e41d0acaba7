// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.breach;

import io.domicile.regions.Credential;
import io.domicile.regions.Exposure;
import io.domicile.regions.Residence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A breach as it is reported: what fell into whose hands, and what is known of it.
///
/// @param means what gave access
/// @param from since when
/// @param to until when
/// @param region the one region that is asked about; all without
/// @param tenant whose data; that of all tenants without
/// @param among ids of subjects of the tenant that are looked for
/// @param most how many pseudonyms are told
/// @param awareAt when the clocks start
/// @param known what people know, as the law asks for it
record Suspicion(
        Means means,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> region,
        Optional<String> tenant,
        List<String> among,
        int most,
        Instant awareAt,
        Known known) {

    Suspicion {
        among = List.copyOf(among);
    }

    /// What gave access.
    sealed interface Means {

        /// A region key.
        record Kek(String id) implements Means {}

        /// An account, whose pseudonym every region makes for itself.
        record Account(String tenant, Credential credential) implements Means {}

        /// A credential by its pseudonym in an entry.
        record Entry(String pseudonym) implements Means {}

        /// Unknown: all of a time.
        record Time() implements Means {}
    }

    /// What people know; what they do not know counts against them.
    record Known(
            @Nullable String risk,
            @Nullable Boolean significantHarm,
            @Nullable Boolean harmAvoided,
            @Nullable Boolean unintelligible) {}

    /// The same as a region can answer it.
    Exposure in(Residence residence) {
        return new Exposure(means(residence), from, to, tenant, among, most);
    }

    private Exposure.Means means(Residence residence) {
        return switch (means) {
            case Means.Kek(var id) -> new Exposure.Means.Kek(id);
            case Means.Account(var whose, var credential) ->
                    new Exposure.Means.OfCredential(residence.pseudonym(whose, credential));
            case Means.Entry(var pseudonym) -> new Exposure.Means.OfCredential(pseudonym);
            case Means.Time() -> new Exposure.Means.Anything();
        };
    }

    /// What the means are called in answers.
    String kind() {
        return switch (means) {
            case Means.Kek _ -> "kek";
            case Means.Account _, Means.Entry _ -> "credential";
            case Means.Time _ -> "time";
        };
    }

    @Override
    public String toString() {
        return "Suspicion[" + kind() + "]";
    }
}
