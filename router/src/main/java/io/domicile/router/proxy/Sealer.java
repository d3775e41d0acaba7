// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.regions.Bytes;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residences;
import io.domicile.regions.SealBroken;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.Refused;
import jakarta.inject.Singleton;

/// Gives records to upstreams under the seal of their home. Keys that stay at home do not make a
/// record anonymous (PIPL 4 and 73), so it goes sealed only where it might go in clear. Blocks.
@Singleton
final class Sealer {

    private final Views views;
    private final Residences residences;

    Sealer(Views views, Residences residences) {
        this.views = views;
        this.residences = residences;
    }

    /// The envelope of a record of the caller's tenant.
    ///
    /// @throws Refused if the law does not let the upstream have all of it, to keep
    Bytes envelope(Call call, RecordId id) {
        var view = views.of(call, call.upstream(), id);
        if (!view.has("record")) {
            throw new Refused(view);
        }
        if (view.has("view")) {
            throw new Refused(
                    Problem.of(Fault.REFUSED, "The upstream may not have it whole, to keep.")
                            .json());
        }
        return residences
                .at(id.region())
                .envelope(call.caller().tenant(), id)
                .orElseThrow(() -> new SealBroken("record " + id + " has no envelope", null));
    }

    /// Whether a token brings the envelope of its record, or none.
    boolean isGenuine(Call call, Token token) {
        return token.envelope().isEmpty()
                || residences.all().stream()
                        .filter(own -> own.region().equals(token.record().region()))
                        .map(own -> own.envelope(call.caller().tenant(), token.record()))
                        .anyMatch(token.envelope()::equals);
    }
}
