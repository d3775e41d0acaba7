// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.transfers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Credential;
import io.domicile.router.Caller;
import io.domicile.router.Json;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of an order the law is asked about: codes alone. Kept with the transfer, so that the law
/// can be asked again after a crash.
///
/// @param role the caller's
/// @param purpose what the records go out for
/// @param userInitiated whether the person sends them
/// @param exemption the exemption that the tenant claims, as the policies name it
/// @param basis the legal basis that the tenant claims
/// @param consents kinds of the consents that came with the order and were in force then
/// @param credential pseudonym of the caller's credential in the region that keeps the records
record Asking(
        String role,
        String purpose,
        @Nullable Boolean userInitiated,
        @Nullable String exemption,
        @Nullable String basis,
        Set<String> consents,
        @Nullable String credential) {

    Asking {
        consents = Set.copyOf(consents);
    }

    /// The same with the caller's credential.
    Asking by(Optional<String> pseudonym) {
        return new Asking(
                role, purpose, userInitiated, exemption, basis, consents, pseudonym.orElse(null));
    }

    /// Who gave the order.
    Caller caller(String tenant) {
        return new Caller(
                tenant,
                role,
                Optional.empty(),
                Optional.ofNullable(credential).map(Credential.Known::new));
    }

    /// Adds what the tenant claims to the facts of a question.
    void addTo(ObjectNode facts) {
        if (userInitiated != null) {
            facts.put("user_initiated", userInitiated);
        }
        if (exemption != null) {
            facts.put("exemption", exemption);
        }
        if (basis != null) {
            facts.put("basis", basis);
        }
    }

    String text() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an order cannot be written", e);
        }
    }

    static Asking read(String text) {
        try {
            return Json.MAPPER.readValue(text, Asking.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept order is not ours", e);
        }
    }
}
