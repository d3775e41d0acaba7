// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import io.domicile.audit.Algorithm;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Policy;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who cosigns one region's log.
///
/// @param named the operator's policy; without one any of the other regions here is enough
/// @param near the other regions of this gateway
/// @param own the vkey of the region's own witness, which cosigns other logs alone
/// @param timeout how long a witness far away may take to answer
public record Circle(Optional<Policy> named, List<Near> near, String own, Duration timeout) {

    private static final String REGIONS = "regions";

    public Circle {
        near = List.copyOf(near);
    }

    /// A witness of this gateway.
    ///
    /// @param name as policies call it
    /// @param witness the witness
    public record Near(String name, Witness witness) {

        NoteVerifier key() {
            return verifier(witness.vkey());
        }
    }

    /// What must hold for a checkpoint of the log.
    ///
    /// @param keys the keys that sign the region's logs. Only those of Ed25519 are named: every
    ///   checkpoint has such a line, and not every verifier reads a policy with other kinds
    public Policy policy(List<NoteVerifier> keys) {
        var logs =
                keys.stream()
                        .filter(key -> key.kind() == Algorithm.ED25519)
                        .map(key -> new Policy.Log(key, Optional.empty()))
                        .toList();
        if (named.isPresent()) {
            var policy = named.get();
            return new Policy(logs, policy.witnesses(), policy.groups(), policy.quorum());
        }
        if (near.isEmpty()) {
            return new Policy(logs, List.of(), List.of(), Policy.NONE);
        }
        var witnesses =
                near.stream()
                        .map(one -> new Policy.Witness(one.name(), one.key(), Optional.empty()))
                        .toList();
        var any = new Policy.Group(REGIONS, 1, near.stream().map(Near::name).toList());
        return new Policy(logs, witnesses, List.of(any), REGIONS);
    }

    /// Where each witness is asked. Those of the operator's policy that are neither here nor have
    /// an address are not.
    Map<NoteVerifier, WitnessAddress> addresses() {
        var here = new LinkedHashMap<String, Near>();
        near.forEach(one -> here.put(one.witness().vkey(), one));
        var asked = new LinkedHashMap<NoteVerifier, WitnessAddress>();
        if (named.isEmpty()) {
            near.forEach(one -> asked.put(one.key(), new NearWitness(one.witness())));
            return asked;
        }
        var http = FarWitness.client(timeout);
        for (var witness : named.get().witnesses()) {
            var at = Optional.ofNullable(here.get(witness.key().toString()));
            if (at.isPresent()) {
                asked.put(witness.key(), new NearWitness(at.get().witness()));
            } else if (!witness.key().toString().equals(own)) {
                witness.url()
                        .map(url -> new FarWitness(http, URI.create(url), timeout))
                        .ifPresent(far -> asked.put(witness.key(), far));
            }
        }
        return asked;
    }

    private static NoteVerifier verifier(String vkey) {
        return NoteVerifier.parse(vkey)
                .orElseThrow(() -> new IllegalStateException("a witness has no vkey"));
    }
}
