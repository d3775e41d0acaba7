// SPDX-License-Identifier: Apache-2.0
/// Parts of a region's audit log as one file that a regulator checks without the gateway;
/// `docs/export.md` says what is in it.
@NullMarked
package io.domicile.router.archive;

import org.jspecify.annotations.NullMarked;
