// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Numbers the sets of areas that a point can lie in: one nearly everywhere, none off the map, more
/// where claims overlap.
///
/// Each area has a 64-bit code, and a set's code is the exclusive or of its areas' codes, so that
/// crossing a border is one operation.
final class AreaSets {
    /// The number of the empty set.
    static final int NONE = 0;

    /// What [#find] says of a set that has no number.
    static final int UNMET = -1;

    private static final long SEED = 0x646f_6d69L;
    private final long[] codeOfArea;
    private final List<List<Integer>> sets = new ArrayList<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private long[] codes = {};
    private long[] sortedCodes = {};
    private int[] sortedNumbers = {};

    AreaSets(int areas) {
        codeOfArea = new SplittableRandom(SEED).longs(areas).toArray();
        add(List.of());
        for (int area = 0; area < areas; area++) {
            add(List.of(area));
        }
    }

    private int add(List<Integer> areas) {
        sets.add(areas);
        numbers.put(code(areas), sets.size() - 1);
        return sets.size() - 1;
    }

    long code(List<Integer> areas) {
        return areas.stream().mapToLong(area -> codeOfArea[area]).reduce(0, (a, b) -> a ^ b);
    }

    /// The code of a set, once frozen.
    long codeOfSet(int set) {
        return codes[set];
    }

    /// The areas of a set.
    List<Integer> areas(int set) {
        return sets.get(set);
    }

    /// Numbers a code that was met while loading.
    int intern(long code) {
        var known = numbers.get(code);
        if (known != null) {
            return known;
        }
        var areas = decode(code);
        if (areas.isEmpty()) {
            throw new IllegalStateException("the borders do not close");
        }
        return add(areas);
    }

    /// Ends the loading; [#find] may be called from any thread now.
    void freeze() {
        codes = sets.stream().mapToLong(this::code).toArray();
        sortedCodes = numbers.keySet().stream().mapToLong(code -> code).sorted().toArray();
        sortedNumbers = Arrays.stream(sortedCodes).mapToInt(numbers::get).toArray();
    }

    int size() {
        return sets.size();
    }

    /// The set with a code, or [#UNMET] for one that no cell's middle lies in: a small overlap, or
    /// a sliver where simplified borders cross.
    int find(long code) {
        int at = Arrays.binarySearch(sortedCodes, code);
        return at >= 0 ? sortedNumbers[at] : UNMET;
    }

    /// The one to three areas that give a code; empty if there are none.
    List<Integer> decode(long code) {
        int one = single(code);
        if (one >= 0) {
            return List.of(one);
        }
        var areas = pair(code, 0);
        for (int a = 0; areas.isEmpty() && a < codeOfArea.length; a++) {
            var rest = pair(code ^ codeOfArea[a], a + 1);
            areas = rest.isEmpty() ? rest : List.of(a, rest.get(0), rest.get(1));
        }
        return areas;
    }

    private List<Integer> pair(long code, int least) {
        for (int a = least; a < codeOfArea.length; a++) {
            int b = single(code ^ codeOfArea[a]);
            if (b > a) {
                return List.of(a, b);
            }
        }
        return List.of();
    }

    private int single(long code) {
        int set = numbers.getOrDefault(code, NONE);
        return set <= codeOfArea.length ? set - 1 : -1;
    }
}
