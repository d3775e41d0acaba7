// SPDX-License-Identifier: Apache-2.0
/// Erasing data subjects, certificates of it, and the legal holds that forbid it.
@NullMarked
package io.domicile.router.erasures;

import org.jspecify.annotations.NullMarked;
