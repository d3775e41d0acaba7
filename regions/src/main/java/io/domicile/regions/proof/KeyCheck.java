// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.keys.KeysAway;
import io.domicile.regions.keys.KeysUnusable;
import io.domicile.regions.keys.RegionKeys;
import io.domicile.regions.keys.WrapBroken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Sees whether each region's keys are its own: made for it, unlike those of every other, and
/// unable to open what another's wrapped.
final class KeyCheck {

    private static final String LABEL = "domicile/proof/v1";

    private final List<Holder> holders;
    private final List<Exhibit> exhibits;

    KeyCheck(List<Holder> holders, List<Exhibit> exhibits) {
        this.holders = List.copyOf(holders);
        this.exhibits = List.copyOf(exhibits);
    }

    /// A region with what holds its keys.
    record Holder(RegionId region, String provider, RegionKeys keys) {

        Set<Bytes> fingerprints() {
            var all = new HashSet<Bytes>();
            keys.keks().forEach(kek -> keys.fingerprint(kek).ifPresent(all::add));
            return all;
        }
    }

    List<KeyState> all() {
        return holders.stream().map(this::check).toList();
    }

    private KeyState check(Holder holder) {
        var faults = new ArrayList<String>();
        if (!holder.keys().areLocal()) {
            faults.add("a key was made for another region");
        }
        for (var other : holders) {
            if (!other.region().equals(holder.region())) {
                compare(holder, other, faults);
            }
        }
        int tried = 0;
        for (var exhibit : exhibits) {
            if (!exhibit.region().equals(holder.region())) {
                for (var kek : holder.keys().keks()) {
                    tried++;
                    if (opens(holder.keys(), kek, exhibit)) {
                        faults.add(kek + " opens a key of " + exhibit.region());
                    }
                }
            }
        }
        return new KeyState(
                holder.region(),
                holder.provider(),
                holder.keys().areCertified(),
                holder.keys().keks(),
                tried,
                faults);
    }

    private static void compare(Holder holder, Holder other, List<String> faults) {
        if (!Collections.disjoint(holder.keys().keks(), other.keys().keks())
                || !Collections.disjoint(holder.fingerprints(), other.fingerprints())) {
            faults.add("a KEK is also one of " + other.region());
        }
        if (mark(holder.keys()).equals(mark(other.keys()))) {
            faults.add("the key of pseudonyms is also that of " + other.region());
        }
        if (Arrays.equals(holder.keys().logKey().publicKey(), other.keys().logKey().publicKey())) {
            faults.add("the key of the log is also that of " + other.region());
        }
        if (Arrays.equals(
                holder.keys().witnessKey().publicKey(), other.keys().witnessKey().publicKey())) {
            faults.add("the key of the witness is also that of " + other.region());
        }
    }

    /// The same for the same key alone.
    private static Bytes mark(RegionKeys keys) {
        return keys.mac(LABEL, "", new byte[0]);
    }

    private static boolean opens(RegionKeys keys, String kek, Exhibit exhibit) {
        try {
            Arrays.fill(keys.unwrap(kek, exhibit.owner(), exhibit.wrapped().toArray()), (byte) 0);
            return true;
        } catch (KeysAway e) {
            throw e;
        } catch (WrapBroken | KeysUnusable e) {
            return false;
        }
    }
}
