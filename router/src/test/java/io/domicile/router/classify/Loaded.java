// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

/// The borders, loaded once for all tests.
final class Loaded {
    static final Territories TERRITORIES = Territories.load();

    private Loaded() {}
}
