// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

/// Where a role of a region's database logs in.
///
/// @param url JDBC URL
/// @param user name of the role
/// @param password its password
public record Database(String url, String user, String password) {

    @Override
    public String toString() {
        return "Database[" + user + "]";
    }
}
