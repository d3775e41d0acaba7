// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads the head of an HTTP/1 request by the letter of RFC 9112, and takes nothing that another
/// server might read in another way: no bare CR or LF, no folded lines, no spaces before a colon,
/// one `Host`, one `Content-Length` or `Transfer-Encoding: chunked`.
final class Head {

    /// The server's own decoder takes no longer ones, and answers them without a problem.
    private static final int LONGEST_LINE = 4096;

    private static final int LONGEST_HEADERS = 16 << 10;

    private static final int LONGEST_METHOD = 16;
    private static final int MOST_DIGITS = 18;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (int c = 0; c < 128; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c) || TOKEN_MARKS.indexOf(c) >= 0;
        }
    }

    private final byte[] bytes;
    private final int mostHeaders;
    private int at;
    private @Nullable String host;
    private @Nullable String length;
    private @Nullable String encoding;

    private Head(byte[] bytes, int mostHeaders) {
        this.bytes = bytes;
        this.mostHeaders = mostHeaders;
    }

    /// @param bytes the head with its empty line at the end
    /// @param mostHeaders how many header lines it may have
    /// @throws Flaw.Found if it is not as it must be
    static Framing read(byte[] bytes, int mostHeaders) {
        return new Head(bytes, mostHeaders).read();
    }

    private Framing read() {
        var method = method();
        var target = target();
        boolean one = version();
        headers();
        var named = host;
        Flaw.HOST.unless(named == null ? !one : isHost(named));
        Flaw.REQUEST_LINE.unless(isFor(method, target, named));
        return framing(one);
    }

    private String method() {
        int from = at;
        while (bytes[at] >= 'A' && bytes[at] <= 'Z') {
            at++;
        }
        var method = text(from, at);
        Flaw.REQUEST_LINE.unless(
                !method.isEmpty()
                        && method.length() <= LONGEST_METHOD
                        && !method.equals("CONNECT")
                        && bytes[at++] == ' ');
        return method;
    }

    private String target() {
        int from = at;
        while (bytes[at] > ' ' && bytes[at] < 0x7f && bytes[at] != '#') {
            at++;
        }
        Flaw.REQUEST_LINE.unless(at > from && bytes[at] == ' ');
        return text(from, at++);
    }

    /// Whether it is HTTP/1.1, and not 1.0.
    private boolean version() {
        int from = at;
        int end = endOfLine(Flaw.REQUEST_LINE);
        Flaw.LINE_TOO_LONG.unless(end <= LONGEST_LINE);
        var version = text(from, end);
        Flaw.REQUEST_LINE.unless(version.equals("HTTP/1.1") || version.equals("HTTP/1.0"));
        return version.endsWith("1");
    }

    private void headers() {
        Flaw.TOO_LARGE.unless(bytes.length - at <= LONGEST_HEADERS);
        for (int lines = 0; bytes[at] != '\r'; lines++) {
            Flaw.TOO_LARGE.unless(lines < mostHeaders);
            header();
        }
        endOfLine(Flaw.HEADER);
        Flaw.HEADER.unless(at == bytes.length);
    }

    private void header() {
        int name = at;
        while (TOKEN[bytes[at] & 0xff]) {
            at++;
        }
        int colon = at;
        Flaw.HEADER.unless(colon > name && bytes[at++] == ':');
        int value = at;
        int end = endOfLine(Flaw.HEADER);
        switch (colon - name) {
            case 4 -> host = once("host", name, colon, value, end, host, Flaw.HOST);
            case 14 ->
                    length = once("content-length", name, colon, value, end, length, Flaw.LENGTH);
            case 17 ->
                    encoding =
                            once(
                                    "transfer-encoding",
                                    name,
                                    colon,
                                    value,
                                    end,
                                    encoding,
                                    Flaw.ENCODING);
            default -> {}
        }
    }

    /// The value, if the line is the header; what was there before, if it is another.
    private @Nullable String once(
            String wanted,
            int name,
            int colon,
            int value,
            int end,
            @Nullable String before,
            Flaw flaw) {
        if (!text(name, colon).equalsIgnoreCase(wanted)) {
            return before;
        }
        flaw.unless(before == null);
        return text(value, end).strip();
    }

    /// Goes behind the line; what stands in it are visible characters, spaces and tabs.
    ///
    /// @return where its CR stands
    private int endOfLine(Flaw flaw) {
        while (bytes[at] != '\r') {
            flaw.unless(((bytes[at] & 0xff) >= ' ' && bytes[at] != 0x7f) || bytes[at] == '\t');
            at++;
        }
        int end = at++;
        flaw.unless(bytes[at++] == '\n');
        return end;
    }

    private static boolean isHost(String host) {
        return !host.isEmpty()
                && host.chars()
                        .allMatch(c ->
                                c < 128
                                        && (Character.isLetterOrDigit(c)
                                                || "-._~:[]".indexOf(c) >= 0));
    }

    /// A path, `*` of `OPTIONS`, or a whole address whose host is the one in the header.
    private static boolean isFor(String method, String target, @Nullable String host) {
        if (target.startsWith("/")) {
            return true;
        }
        if (target.equals("*")) {
            return method.equals("OPTIONS");
        }
        var lower = target.toLowerCase(Locale.ROOT);
        int scheme = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
        if (scheme < 0 || host == null) {
            return false;
        }
        int path = target.indexOf('/', scheme);
        return path > 0 && target.substring(scheme, path).equalsIgnoreCase(host);
    }

    private Framing framing(boolean one) {
        var coding = encoding;
        var digits = length;
        if (coding != null) {
            Flaw.ENCODING.unless(one && digits == null && coding.equalsIgnoreCase("chunked"));
            return new Framing(true, 0);
        }
        if (digits == null) {
            return new Framing(false, 0);
        }
        Flaw.LENGTH.unless(
                !digits.isEmpty()
                        && digits.length() <= MOST_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9'));
        return new Framing(false, Long.parseLong(digits));
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
