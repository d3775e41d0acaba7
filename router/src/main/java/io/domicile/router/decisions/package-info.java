// SPDX-License-Identifier: Apache-2.0
/// Questions to the law, of which nothing is done: over HTTP and at the command line.
@NullMarked
package io.domicile.router.decisions;

import org.jspecify.annotations.NullMarked;
