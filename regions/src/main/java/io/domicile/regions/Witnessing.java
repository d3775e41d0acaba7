// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.audit.LogFailure;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Policy;
import io.domicile.regions.witness.Circle;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Brings together the regions of this gateway, the witnesses that its operator names, and the logs
/// that they witness.
final class Witnessing {

    private final WitnessConfig config;
    private final Optional<Policy> named;

    /// @throws ResidenceUnavailable if the policy file cannot be used
    Witnessing(WitnessConfig config) {
        this.config = config;
        this.named =
                config.witnesses()
                        .map(file -> {
                            try {
                                return Policy.parse(Files.readAllBytes(file));
                            } catch (IOException | LogFailure.Damaged e) {
                                throw new ResidenceUnavailable(
                                        "domicile.log.witnesses: "
                                                + file
                                                + " is no policy: "
                                                + e.getMessage(),
                                        e);
                            }
                        });
    }

    /// Lets every region witness the logs of the others, and asks for cosignatures of its own.
    void begin(Collection<Residence> all) {
        for (var one : all) {
            one.witness().know(origin -> keys(one, all, origin));
            var circle = circle(one, all);
            if (config.witnessesRequired() && circle.policy(List.of()).needsNobody()) {
                throw new ResidenceUnavailable(
                        "domicile.log.witnesses-required: nobody need cosign the log of region "
                                + one.region()
                                + "; name a quorum in domicile.log.witnesses");
            }
            one.witnessedBy(circle);
        }
    }

    /// The witnesses of one region's log.
    private Circle circle(Residence of, Collection<Residence> all) {
        var others =
                all.stream()
                        .filter(one -> one != of)
                        .map(one -> new Circle.Near(one.region().code(), one.witness()))
                        .toList();
        return new Circle(named, others, of.witness().vkey(), config.witnessTimeout());
    }

    private List<NoteVerifier> keys(Residence witness, Collection<Residence> all, String origin) {
        var near =
                all.stream().filter(one -> one != witness).flatMap(one -> one.logKeys().stream());
        var far = named.stream().flatMap(policy -> policy.logs().stream()).map(Policy.Log::key);
        return Stream.concat(near, far)
                .filter(key -> key.name().equals(origin))
                .distinct()
                .toList();
    }
}
