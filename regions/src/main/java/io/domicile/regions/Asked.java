// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.function.Supplier;

/// What the law was asked and what it answered, for a region to keep, so that it can be decided
/// again under other policies. Written only where the region does not keep it yet.
///
/// @param query which question
/// @param facts writes the facts as compact JSON with sorted members, the text that the note's
///   digest is of; attributes only
/// @param answer writes what was decided as JSON
public record Asked(String query, Supplier<String> facts, Supplier<String> answer) {}
