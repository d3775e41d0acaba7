// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.UUID;

/// An entry of a log that is about a subject.
///
/// @param event the id of the entry
/// @param log the log's origin
/// @param index its place in the log
/// @param placed its bytes, and the proof that the log has them
/// @param own whether its pseudonym is the one that the subject's key makes for it
public record SubjectEntry(UUID event, String log, long index, PlacedEntry placed, boolean own) {}
