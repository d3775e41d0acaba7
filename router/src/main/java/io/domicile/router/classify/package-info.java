// SPDX-License-Identifier: Apache-2.0
/// What a record is about, found from its envelope: here, the territory a coordinate lies in.
@NullMarked
package io.domicile.router.classify;

import org.jspecify.annotations.NullMarked;
