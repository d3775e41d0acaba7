// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;

/// What the law is asked: the input document of the entry point `domicile/decision`.
///
/// @param query one of `store transfer read replicate authority fanout crypto erase audit breach
///   due`
/// @param facts the facts by the names of LAW 2.0; attributes only, never a body, a coordinate or a
///   name
public record Question(String query, JsonNode facts) {}
