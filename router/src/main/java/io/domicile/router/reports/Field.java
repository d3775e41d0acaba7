// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import java.util.Locale;

/// What a report states besides its figures.
enum Field {
    CONTROLLER(Source.CONFIGURATION),
    CONTROLLERS(Source.CONFIGURATION),
    CONTACT(Source.CONFIGURATION),
    JOINT_CONTROLLERS(Source.CONFIGURATION),
    REPRESENTATIVE(Source.CONFIGURATION),
    DPO(Source.CONFIGURATION),
    SUBJECT_CATEGORIES(Source.CONFIGURATION),
    RECIPIENTS(Source.CONFIGURATION),
    NECESSITY(Source.CONFIGURATION),
    SAFETY_OFFICER(Source.CONFIGURATION),
    USER_RIGHTS_CONTACT(Source.CONFIGURATION),
    DOMESTIC_RECIPIENTS(Source.CONFIGURATION),
    INCIDENTS(Source.CONFIGURATION),
    COMPLAINTS(Source.CONFIGURATION),
    SECURITY_MEASURES(Source.CONFIGURATION),
    ESTABLISHMENTS(Source.REGISTER),
    MECHANISMS(Source.REGISTER),
    ATTESTATIONS(Source.REGISTER),
    STORAGE_PLACE(Source.GATEWAY),
    ERASURE_TIME_LIMITS(Source.GATEWAY),
    SEALING(Source.GATEWAY),
    EXPORT_VOLUMES(Source.STORE),
    DEMANDS_NOW(Source.STORE),
    NOTHING_LEFT(Source.LOG);

    private final Source source;

    Field(Source source) {
        this.source = source;
    }

    /// Where it is known from.
    enum Source {
        CONFIGURATION,
        REGISTER,
        GATEWAY,
        STORE,
        LOG;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Source source() {
        return source;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
