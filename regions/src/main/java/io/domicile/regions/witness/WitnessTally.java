// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

/// How often a log asked a witness, since the start.
///
/// @param name the witness'
/// @param cosigned checkpoints that it cosigned
/// @param failed requests that it did not answer, or refused
public record WitnessTally(String name, long cosigned, long failed) {}
