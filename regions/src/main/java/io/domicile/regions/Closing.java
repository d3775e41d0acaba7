// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Duration;
import java.util.Optional;

/// The wish to end a session.
///
/// @param tenant whose it is
/// @param session its id, in clear; used to derive the pseudonym and forgotten
/// @param keepLog how long the law wants the network log of what is bound to it kept; empty where
///   no law does
/// @param note the audit row
public record Closing(String tenant, String session, Optional<Duration> keepLog, Note note) {}
