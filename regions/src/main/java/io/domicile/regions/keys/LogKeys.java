// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

/// The keys that sign a region's log, in generations: a rotation makes a further one. Which of them
/// sign now, the region's database says.
///
/// Methods that ask the holder throw [KeysAway] while it does not answer.
public interface LogKeys {

    /// The name of the newest generation that is here.
    String newest();

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
