// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesReaderTest {

    private static final String ROUTE =
            """
            routes:
              - name: one
                host: Chat.example
                method: POST
                path: /chats/{chat}/messages
                upstream: https://inner:8443/base/
                purpose: deliver_message
                record: {subjects: [{id: $.from}], session: "{chat}"}
                request:
                  - {field: $.text, as: msg.text, action: tokenise}
            """;

    @Test
    void a_good_file_is_a_list_of_routes() {
        // when
        var routes = good(ROUTE);

        // then
        var route = routes.routes().getFirst();
        assertEquals(new Upstream(true, "inner", 8443, "/base"), route.upstream());
        assertEquals(
                Map.of("chat", "c 1+"),
                routes.match("chat.example", "POST", "/chats/c%201+/messages")
                        .orElseThrow()
                        .segments());
        assertTrue(routes.match("other.example", "POST", "/chats/c/messages").isEmpty());
        assertTrue(routes.match("chat.example", "GET", "/chats/c/messages").isEmpty());
        assertTrue(routes.match("chat.example", "POST", "/chats/c/messages/x").isEmpty());
        assertTrue(routes.match("chat.example", "POST", "/chats//messages").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "search"})
    void the_examples_are_good_files(String example) throws IOException {
        var file = Path.of("..", "docs", "examples", example, "proxy.yaml");
        assertTrue(!good(Files.readString(file)).routes().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: one | name: One! | /routes/0/name",
                "method: POST | method: STEAL | /routes/0/method",
                "path: /chats | path: chats | /routes/0/path",
                "https://inner:8443/base/ | file:///etc/passwd | /routes/0/upstream",
                "https://inner:8443/base/ | http://user@inner/ | /routes/0/upstream",
                "https://inner:8443/base/ | http://inner/?q= | /routes/0/upstream",
                "purpose: deliver | purpos: deliver | /routes/0/purpos",
                "$.text, | $.text., | /routes/0/request/0/field",
                "as: msg.text | as: msg.smell | /routes/0/request/0/as",
                "as: msg.text | as: sess.qr | /routes/0/request/0/as",
                "action: tokenise | action: seal | /routes/0/country",
                "action: tokenise | action: melt | /routes/0/request/0/action",
                "as: msg.text | as: msg.voice, token: format | /routes/0/request/0/token",
                "action: tokenise | action: redact, token: numeric | /routes/0/request/0/token",
                "action: tokenise | action: coarsen | /routes/0/request/0/as",
                "action: tokenise | action: tokenise, token: small | /routes/0/request/0/token",
                "action: tokenise | action: detokenise | /routes/0/request",
                "session: | sesion: | /routes/0/record/sesion",
                "{chat}\" | {room}\" | /routes/0/record",
                "id: $.from | id: $.from. | /routes/0/record",
                "record: | unknown: refuse #  | /routes/0/record",
                "request: | response: | /routes/0/response",
                "routes: | paths: | /paths"
            })
    void a_problem_is_named_with_its_place(String good, String bad, String place) {
        // when
        var problems = bad(ROUTE.replace(good, bad));

        // then
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().startsWith(place + ": "), problems.getFirst());
    }

    @Test
    void each_route_has_its_problem() {
        // given
        var file =
                """
                routes:
                  - {name: a, method: GET, path: /a, upstream: nowhere}
                  - {name: b, method: GET, path: /b, upstream: "http://b"}
                  - {name: b, method: GET, path: /c, upstream: "http://c"}
                """;

        // when
        var problems = bad(file);

        // then
        assertEquals(2, problems.size());
        assertTrue(problems.get(0).startsWith("/routes/0/upstream: "));
        assertTrue(problems.get(1).startsWith("/routes/2/name: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "routes: [",
                "routes: []\nroutes: []",
                "routes: {}",
                "routes: [1]",
                "&a [*a]"
            })
    void what_is_no_such_file_is_refused(String file) {
        assertTrue(!bad(file).isEmpty());
    }

    @Test
    void tokens_become_values_on_the_list_alone() {
        // given
        var file =
                """
                detokenise:
                  - {host: inner, path: /a, purpose: support}
                routes:
                  - name: a
                    method: GET
                    path: /a
                    upstream: http://inner
                    purpose: PURPOSE
                    response: [{field: $.x, action: detokenise}]
                """;

        // then
        assertEquals(1, good(file.replace("PURPOSE", "support")).routes().size());
        assertTrue(bad(file.replace("PURPOSE", "marketing")).getFirst().startsWith("/routes/0/"));
    }

    private static Routes good(String file) {
        return assertInstanceOf(RoutesReader.Good.class, read(file)).routes();
    }

    private static List<String> bad(String file) {
        return assertInstanceOf(RoutesReader.Bad.class, read(file)).problems();
    }

    private static RoutesReader.Outcome read(String file) {
        return RoutesReader.read(file.getBytes(StandardCharsets.UTF_8));
    }
}
