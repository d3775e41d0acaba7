// SPDX-License-Identifier: Apache-2.0
/// The inline proxy: stands in front of a service, and lets no declared field through in clear.
@NullMarked
package io.domicile.router.proxy;

import org.jspecify.annotations.NullMarked;
