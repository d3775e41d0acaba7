// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A [TransitServer] in a process of its own, with the keys of a region; its token is in the file
/// `token` of a folder. Says its address, then follows the lines of its input, which it repeats
/// when it has: `stop`, `start`. Ends with its input.
public final class TransitProcess {

    private TransitProcess() {}

    /// @param args the folder and the region
    public static void main(String[] args) throws IOException {
        try (var server = TransitServer.start();
                var orders =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            TransitEngine.of(server, Path.of(args[0])).create(args[1]);
            System.out.println(server.url());
            for (var order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals("start")) {
                    server.reopen();
                } else {
                    server.close();
                }
                System.out.println(order);
            }
        }
    }
}
