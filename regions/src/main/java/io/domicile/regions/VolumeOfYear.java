// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// What one legal entity has taken abroad in one calendar year.
///
/// @param entity the tenant's legal entity
/// @param year the calendar year of the region
/// @param volume the counts so far
public record VolumeOfYear(String entity, int year, Volume volume) {}
