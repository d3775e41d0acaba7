// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// An entry of the log that is about a subject.
///
/// @param index its place in the log
/// @param placed its bytes, and the proof that the log has them
/// @param own whether its pseudonym is the one that the subject's key makes for it
public record SubjectEntry(long index, PlacedEntry placed, boolean own) {}
