// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

/// Records to begin with; tests replace what they are about.
public final class Examples {

    /// A German adult's text message by phone.
    public static final String GERMAN_TEXT =
            """
            {"type":"msg.text","subjects":[{"id":"u-1842","role":"author","home":"DE","age":34}],
             "collect":"DE","via":"phone","purpose":"deliver_message","session":"s-77",
             "occurred_at":"2026-11-20T08:00:00Z","message":{"kind":"text","body":"Hallo"}}
            """;

    /// A Singaporean adult's text message by phone.
    public static final String SINGAPORE_TEXT = GERMAN_TEXT.replace("\"DE\"", "\"SG\"");

    /// A mainland adult's position, from the car, as an approved map SDK gives it.
    public static final String MAINLAND_POINT =
            """
            {"type":"loc.point","subjects":[{"id":"u-2001","role":"driver","home":"CN","age":41}],
             "collect":"CN","via":"in_car","purpose":"navigation",
             "location":{"lat":31.17530398364597,"lon":121.531541859215,"crs":"GCJ02","precision_m":5,
             "label":"Longyang Road"},"consents":["CONSENT.SEP"]}
            """;

    /// An EU adult's position in the mainland, from the car.
    public static final String GERMAN_POINT_IN_THE_MAINLAND =
            MAINLAND_POINT.replace("\"home\":\"CN\"", "\"home\":\"DE\"");

    /// A German adult's position in Amsterdam.
    public static final String GERMAN_POINT =
            """
            {"type":"loc.point","subjects":[{"id":"u-1842","role":"author","home":"DE","age":34}],
             "collect":"DE","via":"in_car","purpose":"navigation","session":"s-77",
             "occurred_at":"2026-11-20T08:00:00Z",
             "location":{"lat":52.3731,"lon":4.8926,"crs":"WGS84","precision_m":5,"label":"Dam 1"},
             "message":null,"consents":["CONSENT.EPRIV"]}
            """;

    private Examples() {}
}
