// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

/// A place that was looked through whole.
///
/// @param place which
/// @param bytes how long it is
public record Scanned(Place place, long bytes) {}
