// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.util.Optional;

/// Who asks, by what was proved at the door.
///
/// @param tenant the tenant it acts for
/// @param role its role, as audit entries name the actor
/// @param country where its staff reads from: an ISO code, or `in-region`
public record Caller(String tenant, String role, Optional<String> country) {}
