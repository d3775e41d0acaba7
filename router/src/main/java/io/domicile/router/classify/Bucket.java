// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

/// The legal area a territory belongs to, as far as routing is concerned.
public enum Bucket {
    /// Mainland China.
    CN,
    /// Territory of the European Union, outermost regions included (TEU 52, TFEU 355).
    EU,
    /// Iceland, Liechtenstein, and Norway without Svalbard and Jan Mayen.
    EEA,
    /// Everything else: Hong Kong, Macau, Taiwan and Singapore too.
    ROW
}
