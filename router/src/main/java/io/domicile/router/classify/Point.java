// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

/// A pair of degrees whose datum the context gives.
record Point(double lat, double lon) {}
