// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.policies.RegionId;
import java.util.List;

/// What holds a region's keys, and whether they are its own.
///
/// @param region which
/// @param provider what holds them: `file`, `pkcs11`, `transit`
/// @param certified whether the operator says that it is a certified module
/// @param keks ids of its KEKs
/// @param tried how many keys of other regions' canaries were tried on it
/// @param faults what is wrong, in words; empty if nothing is
public record KeyState(
        RegionId region,
        String provider,
        boolean certified,
        List<String> keks,
        int tried,
        List<String> faults) {

    public KeyState {
        keks = List.copyOf(keks);
        faults = List.copyOf(faults);
    }
}
