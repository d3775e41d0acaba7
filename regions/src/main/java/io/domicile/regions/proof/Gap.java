// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

/// Something that could not be looked at.
///
/// @param place where
/// @param reason why, in words
public record Gap(Place place, String reason) {}
