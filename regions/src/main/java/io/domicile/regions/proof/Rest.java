// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

/// How the values of a column rest.
public enum Rest {
    /// Metadata in clear: types, times, states, counts.
    PLAIN,
    /// Envelopes: sealed under a key of the data subject.
    SEALED,
    /// Keys that are wrapped with a region key.
    WRAPPED,
    /// Keyed MACs: pseudonyms and marks that mean nothing without the region's key.
    MAC,
    /// Random ids.
    ID,
    /// What the audit log publishes, or hashes of it.
    LOG
}
