// SPDX-License-Identifier: Apache-2.0
/// The edge: what a request must be before anything else of the gateway sees it.
@NullMarked
package io.domicile.router.edge;

import org.jspecify.annotations.NullMarked;
