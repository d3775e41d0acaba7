// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.regions.keys.HandOver;

/// Whom records are handed over to: a public key, and how records are sealed to it.
///
/// @param kind the kind of key
/// @param key the public key: 32 bytes of X25519 (RFC 7748), or an SM2 point uncompressed, 65 bytes
public record Recipient(Kind kind, Bytes key) {

    /// What seals to a key.
    public enum Kind {
        /// HPKE (RFC 9180), base mode, with X25519, HKDF-SHA-256 and AES-256-GCM.
        X25519("HPKE-X25519-HKDF-SHA256-AES-256-GCM"),
        /// SM2 encryption (GB/T 32918.4) of a fresh key of SM4-GCM (RFC 8998).
        SM2("SM2-C1C3C2-SM4-GCM");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /// Its name as packages and documents have it.
        public String title() {
            return title;
        }

        /// The kind that a region's suite goes with.
        public static Kind of(String suite) {
            return suite.equals("SM4-GCM") ? SM2 : X25519;
        }
    }

    /// @throws IllegalArgumentException if nothing can be sealed to that key
    public Recipient {
        HandOver.require(kind == Kind.SM2, key.toArray());
    }

    /// Seals to the recipient alone, under a key that is used once.
    ///
    /// @param associated what is bound to it, in clear
    /// @return for X25519 the encapsulated key (32 bytes), then ciphertext and tag; for SM2 the
    ///   encrypted SM4 key (C1 C3 C2, 113 bytes), the nonce (12), then ciphertext and tag
    public byte[] seal(byte[] associated, byte[] clear) {
        return kind == Kind.SM2
                ? HandOver.sm2(key.toArray(), associated, clear)
                : HandOver.hpke(key.toArray(), associated, clear);
    }
}
