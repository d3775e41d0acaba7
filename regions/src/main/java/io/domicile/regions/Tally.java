// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.function.Predicate;

/// An export that is counted in the transaction of its audit row.
///
/// @param export who is counted
/// @param stands whether what was decided holds at the counts found then, which have these persons
///   in them; asked while the counter is locked, so it only computes
public record Tally(Export export, Predicate<Volume> stands) {}
