// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.microprofile.config.ConfigProvider;

/// A server beside the gateway that takes what the gateway sends to an address in its settings.
public final class Receiver {

    private Receiver() {}

    /// An address that nobody listens on, for a profile's settings.
    public static String address(String path) {
        return "http://localhost:" + OpaServer.freePort() + path;
    }

    /// Listens on the address that a property of the running gateway has.
    public static HttpServer start(String property, HttpHandler handler) throws IOException {
        var address = ConfigProvider.getConfig().getValue(property, URI.class);
        var loopback = InetAddress.getLoopbackAddress();
        var server = HttpServer.create(new InetSocketAddress(loopback, address.getPort()), 0);
        server.createContext(address.getPath(), handler);
        server.start();
        return server;
    }
}
