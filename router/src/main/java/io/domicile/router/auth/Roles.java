// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import java.util.List;

/// Roles in the token's claim `groups`.
public final class Roles {

    /// A tenant's service: stores, reads and erases its records.
    public static final String SERVICE = "service";

    /// A tenant's compliance office: erases, reports.
    public static final String COMPLIANCE = "compliance";

    /// A supervisory authority: reads proofs and reports.
    public static final String REGULATOR = "regulator";

    /// Who runs the gateway.
    public static final String OPERATOR = "operator";

    /// A device that signed in with its account's password; never in a token.
    public static final String DEVICE = "device";

    /// Roles that a token may carry.
    public static final List<String> OF_TOKENS = List.of(SERVICE, COMPLIANCE, REGULATOR, OPERATOR);

    private Roles() {}
}
