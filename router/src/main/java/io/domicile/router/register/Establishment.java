// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

/// Where a tenant is established.
///
/// @param country ISO 3166 code
/// @param entity the legal entity there, which exports what it holds (CAC 2024 arts 7 and 8 count
///   by it): a code of the tenant's choice
public record Establishment(String country, String entity) {}
