// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

/// Where the body of a request ends.
///
/// @param chunked whether it comes in chunks
/// @param length its bytes, where it does not
record Framing(boolean chunked, long length) {}
