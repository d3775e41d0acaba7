// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.borders;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Walks the edges of the network from junction to junction.
final class ArcWalk {
    private final long[] vertices;
    private final int[] low;
    private final int[] high;
    private final int[] sides;
    private final List<List<Integer>> sideSets = new ArrayList<>();
    private final Map<List<Integer>, Integer> sideNumbers = new HashMap<>();
    private final int[] firstAt;
    private final int[] edgesAt;
    private final BitSet walked = new BitSet();
    private int count;

    ArcWalk(long[] vertices, long[] edges) {
        this.vertices = vertices;
        low = new int[edges.length];
        high = new int[edges.length];
        sides = new int[edges.length];
        for (int i = 0; i < edges.length; ) {
            i = addEdge(edges, i);
        }
        firstAt = new int[vertices.length + 1];
        for (int e = 0; e < count; e++) {
            firstAt[low[e] + 1]++;
            firstAt[high[e] + 1]++;
        }
        Arrays.parallelPrefix(firstAt, Integer::sum);
        edgesAt = new int[2 * count];
        var next = Arrays.copyOf(firstAt, vertices.length);
        for (int e = 0; e < count; e++) {
            edgesAt[next[low[e]]++] = e;
            edgesAt[next[high[e]]++] = e;
        }
    }

    /// Takes all entries of one edge; an area that comes twice lies on both sides and is no border.
    private int addEdge(long[] edges, int from) {
        var areas = new TreeSet<Integer>();
        int i = from;
        long edge = edges[from] >>> 10;
        for (; i < edges.length && edges[i] >>> 10 == edge; i++) {
            int area = Network.area(edges[i]);
            if (!areas.add(area)) {
                areas.remove(area);
            }
        }
        if (!areas.isEmpty()) {
            low[count] = Network.low(edges[from]);
            high[count] = Network.high(edges[from]);
            sides[count++] =
                    sideNumbers.computeIfAbsent(
                            List.copyOf(areas),
                            set -> {
                                sideSets.add(set);
                                return sideSets.size() - 1;
                            });
        }
        return i;
    }

    List<Arc> arcs() {
        var arcs = new ArrayList<Arc>();
        for (int vertex = 0; vertex < vertices.length; vertex++) {
            if (junction(vertex)) {
                walkFrom(vertex, arcs);
            }
        }
        for (int vertex = 0; vertex < vertices.length; vertex++) {
            walkFrom(vertex, arcs);
        }
        return arcs;
    }

    private boolean junction(int vertex) {
        int from = firstAt[vertex];
        return firstAt[vertex + 1] - from != 2 || sides[edgesAt[from]] != sides[edgesAt[from + 1]];
    }

    private void walkFrom(int start, List<Arc> arcs) {
        for (int i = firstAt[start]; i < firstAt[start + 1]; i++) {
            if (!walked.get(edgesAt[i])) {
                arcs.add(walk(start, edgesAt[i]));
            }
        }
    }

    private Arc walk(int start, int firstEdge) {
        var points = new ArrayList<Long>();
        points.add(vertices[start]);
        int vertex = start;
        int edge = firstEdge;
        while (true) {
            walked.set(edge);
            vertex = low[edge] == vertex ? high[edge] : low[edge];
            points.add(vertices[vertex]);
            if (vertex == start || junction(vertex)) {
                return new Arc(sideSets.get(sides[firstEdge]), points);
            }
            int from = firstAt[vertex];
            edge = edgesAt[from] == edge ? edgesAt[from + 1] : edgesAt[from];
        }
    }
}
