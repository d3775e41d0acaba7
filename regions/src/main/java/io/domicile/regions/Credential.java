// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// What a caller signed in with: an account or a machine's key. A region knows it by a keyed
/// pseudonym alone, which means nothing in another region.
public sealed interface Credential {

    /// As it signed in. It may name a person, so it is kept nowhere.
    ///
    /// @param name tells it from all others of the tenant
    record Presented(Bytes name) implements Credential {}

    /// By its pseudonym in the region, 8 bytes in hex.
    record Known(String pseudonym) implements Credential {}
}
