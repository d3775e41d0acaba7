// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import io.domicile.policies.RegionId;

/// A canary that was sent.
///
/// @param region where it was meant to rest
/// @param name which: `message`, `position`
/// @param outcome what the gateway answered: `stored`, or why not
/// @param there whether it rests in that region
record Sent(RegionId region, String name, String outcome, boolean there) {}
