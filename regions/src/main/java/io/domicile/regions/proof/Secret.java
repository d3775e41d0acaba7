// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

/// A part of a canary in clear, as a caller sends it.
public sealed interface Secret {

    /// What it is: `subject`, `body`.
    String name();

    /// A text of at least 12 letters and digits, or of at least 8 Chinese characters.
    record Text(String name, String text) implements Secret {

        @Override
        public String toString() {
            return "Text[" + name + "]";
        }
    }

    /// A number of at least ten digits.
    record Number(String name, double number) implements Secret {

        @Override
        public String toString() {
            return "Number[" + name + "]";
        }
    }
}
