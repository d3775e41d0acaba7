// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domicile.router.proxy;

import org.jspecify.annotations.NullMarked;
