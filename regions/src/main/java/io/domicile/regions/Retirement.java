// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// What became of the wish to retire a KEK.
public sealed interface Retirement {

    /// It is destroyed.
    record Retired() implements Retirement {}

    /// It stays: it wraps new DEKs.
    record Current() implements Retirement {}

    /// It stays: it wraps DEKs.
    ///
    /// @param subjectKeys how many, counted after the refusal
    record InUse(long subjectKeys) implements Retirement {}

    /// The region has no such KEK.
    record Unknown() implements Retirement {}
}
