// SPDX-License-Identifier: Apache-2.0
/// The reports that laws want (LAW 4), counted out of a region's log so that others can count
/// again. A report on breaches would be a kind of its own beside these.
@NullMarked
package io.domicile.router.reports;

import org.jspecify.annotations.NullMarked;
