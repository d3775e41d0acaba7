// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

/// What the law answers. Everything but [#ALLOW] keeps the record from being used.
public enum Effect {
    /// The record may go where [Decision#region] says, under the obligations.
    ALLOW,
    /// The record may not be kept anywhere.
    DENY,
    /// A fact is missing or in conflict: sealed at the region named, for 72 hours.
    QUARANTINE,
    /// A person (counsel) has to decide: held like a quarantined record.
    REFER
}
