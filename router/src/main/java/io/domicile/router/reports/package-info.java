// SPDX-License-Identifier: Apache-2.0
/// The reports that laws want (LAW 4), counted out of a region's log so that others can count
/// again. A report on breaches, and the register of disclosures, would be kinds of their own beside
/// these.
@NullMarked
package io.domicile.router.reports;

import org.jspecify.annotations.NullMarked;
