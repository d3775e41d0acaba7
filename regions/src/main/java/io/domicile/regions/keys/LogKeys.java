// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import java.util.List;

/// The keys that sign a region's log, in generations: a rotation makes a further one. Which of them
/// sign now, the region's database says.
///
/// Methods that ask the holder throw [KeysAway] while it does not answer.
public interface LogKeys {

    /// The name of the newest generation that is here.
    String newest();

    /// The names of generations that may have signed what none that is known has: all that are
    /// here, the newest first; or, where none is kept and each can be derived, those that follow
    /// one, as many as there can be in a backup's time.
    ///
    /// @param known the newest that is known to have signed
    List<String> candidates(String known);

    /// Makes the generation after one, unless there is a newer one already: one that an operator
    /// has spread to all gateways, or that a crash left behind.
    ///
    /// @param generation the one in force
    /// @return its name; it is durable
    /// @throws KeysUnusable if it cannot be made
    String next(String generation);

    /// The keys of a generation.
    ///
    /// @throws KeysUnusable if it is not here
    LogKey of(String generation);
}
