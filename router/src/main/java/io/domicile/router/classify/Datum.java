// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

/// The geodetic datum a channel gives its coordinates in. It is a property of the channel, never of
/// the point.
public enum Datum {
    /// GPS and nearly everything outside Chinese map services.
    WGS84,
    /// The shifted datum of Chinese map services (AMap, Tencent, Huawei), in Hong Kong and Macau as
    /// well.
    GCJ02,
    /// China's national datum; the same as WGS-84 within decimetres, though not in law.
    CGCS2000,
    /// Baidu's second shift on top of GCJ-02.
    BD09,
    /// The channel's documents name none; both readings are tried.
    UNKNOWN
}
