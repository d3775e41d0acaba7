// SPDX-License-Identifier: Apache-2.0
/// What the gateway itself knows of its tenants: facts and transfer mechanisms that no record may
/// assert.
@NullMarked
package io.domicile.router.register;

import org.jspecify.annotations.NullMarked;
