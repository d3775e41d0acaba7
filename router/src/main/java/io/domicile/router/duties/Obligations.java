// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

import static io.domicile.router.duties.Obligor.CALLER;
import static io.domicile.router.duties.Obligor.GATEWAY;
import static io.domicile.router.duties.Obligor.NOBODY;
import static io.domicile.router.duties.Obligor.TENANT;

import io.domicile.router.register.Attestation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every obligation that the policies can ask for, and who carries it out. An obligation that is
/// not here stops whatever it is asked for. `docs/obligations.md` says what each means.
public final class Obligations {

    /// What the gateway carries out when it keeps a record, used or only held.
    private static final Set<String> KEPT =
            Set.of(
                    "AUDIT.COMMITMENT",
                    "CRYPTO.CERTIFIED",
                    "ENC.AES",
                    "ENC.SM",
                    "HOLD",
                    "KEY.LOCAL",
                    "LOG.APPEND");

    /// What the gateway carries out when it stores a record for use. Some of it binds later acts:
    /// reading asks for the approval, `DELETE /v1/subjects/{id}` erases at once, and nothing leaves
    /// the region unless the law was asked about the transfer.
    private static final Set<String> STORED =
            Set.of(
                    "ACCESS.APPROVAL",
                    "ACCESS.LOG",
                    "COARSEN.3KM",
                    "CRS.GCJ02",
                    "DELETE.10WD",
                    "HOMECOPY.EXPORT_PATH",
                    "LIVE.END",
                    "LOG.6M",
                    "MIN.COPY",
                    "MINOR.AUDIT",
                    "NO_CONTENT_SCAN",
                    "NO_INFERENCE",
                    "RET",
                    "TOKENISE.PEER",
                    "TTL.TRANSIT");

    /// What the gateway carries out when it shows a record: what of it shows, for how long, who is
    /// counted for it, and its line in the log. Of `TIA` the law asks for the entry in the
    /// register.
    private static final Set<String> READ =
            Set.of(
                    "ACCESS.LOG",
                    "COARSEN.3KM",
                    "LEAST.PRIV",
                    "LIVE.END",
                    "LOG.EXEMPT",
                    "LOG.TRANSFER",
                    "MASK",
                    "MINOR.AUDIT",
                    "NO_COPY",
                    "RECORD.3Y",
                    "TIA",
                    "TTL.15MIN",
                    "VOL.COUNT");

    /// What the gateway carries out when it brings a record to another region: sealing under local
    /// keys there, who is counted, and the matching lines in both logs, which tell where the record
    /// came from. Of `TIA` the law asks for the entry in the register.
    private static final Set<String> TRANSFERRED =
            Set.of(
                    "ACCESS.LOG",
                    "LOG.EXEMPT",
                    "LOG.LINEAGE",
                    "LOG.TRANSFER",
                    "MINOR.AUDIT",
                    "NO_CONTENT_SCAN",
                    "RECORD.3Y",
                    "TIA",
                    "VOL.COUNT");

    /// What the gateway carries out when it brings a copy of a message to another home: sealing
    /// there, the others as tokens, an end, the matching lines in both logs, and the sender's
    /// answer. That the copy serves its delivery alone binds who reads it.
    private static final Set<String> DELIVERED =
            Set.of(
                    "ACCESS.LOG",
                    "CRYPTO.CERTIFIED",
                    "ENC.AES",
                    "ENC.SM",
                    "KEY.LOCAL",
                    "LIVE.END",
                    "LOG.EXEMPT",
                    "LOG.LINEAGE",
                    "LOG.TRANSFER",
                    "MIN.COPY",
                    "MINOR.AUDIT",
                    "NO_ANALYTICS",
                    "NO_CONTENT_SCAN",
                    "RECORD.3Y",
                    "SENDER.NOTICE",
                    "TIA",
                    "TOKENISE.PEER",
                    "TTL.TRANSIT",
                    "VOL.COUNT");

    /// What the gateway carries out when it erases a data subject: the copies of every region that
    /// is asked go, the certificate says so, and what the law wants kept is restricted until its
    /// day.
    private static final Set<String> ERASED =
            Set.of(
                    "AUDIT.COMMITMENT",
                    "CERTIFICATE",
                    "ERASE.COPIES",
                    "ERASE.LATER",
                    "RESTRICT",
                    "RESTRICT.CIPHERTEXT");

    /// What the gateway carries out when it gives out a part of a log: its own line there.
    private static final Set<String> EXPORTED = Set.of("LOG.EXPORT");

    /// What the gateway carries out when an authority demands records: the register and its line in
    /// the log, which tell the tenant, the two officers, and holds on the subjects.
    private static final Set<String> DISCLOSED =
            Set.of("LOG.DISCLOSURE", "NOTICE.TENANT", "PRESERVE", "PRESERVE.60D", "TWO.PERSON");

    /// What each officer confirms before records go to an authority.
    private static final Set<String> OFFICERS = Set.of("COUNSEL", "MIN.SCOPE", "VERIFY.INSTRUMENT");

    /// Consents and approvals whose references come with the record or the request.
    private static final Set<String> CALLERS =
            Set.of(
                    "ACCESS.APPROVAL",
                    "BREAK.GLASS",
                    "CONSENT.EPRIV",
                    "CONSENT.GUARD",
                    "CONSENT.PURPOSE",
                    "CONSENT.SEP",
                    "CONSENT.SHARE",
                    "CONSENT.XB");

    /// Duties that the tenant attests in the register.
    private static final Set<String> TENANTS = Attestation.KINDS;

    /// What belongs to acts that this gateway does not do, or to a view that it cannot give.
    private static final Set<String> BEYOND =
            Set.of(
                    "ART17.OBJECTION",
                    "BREACH.ASSESS.30D",
                    "BREACH.RECORD",
                    "INCIDENT.EXTREME",
                    "INCIDENT.LARGER",
                    "INCIDENT.MAJOR",
                    "INCIDENT.SUMMARY.30D",
                    "MIN.SCOPE",
                    "NOTICE.CONTROLLER",
                    "NOTICE.GUARDIAN",
                    "NO_ONWARD.GBA",
                    "VERIFY.INSTRUMENT",
                    "WARN.24H");

    private static final Map<String, Obligor> OTHERWISE = otherwise();

    private Obligations() {}

    /// Who carries out an obligation in an act; nobody if it is unknown.
    public static Obligor obligor(Act act, String obligation) {
        if (isCarriedOut(act, obligation)) {
            return GATEWAY;
        }
        return act == Act.DISCLOSE && OFFICERS.contains(obligation)
                ? CALLER
                : OTHERWISE.getOrDefault(obligation, NOBODY);
    }

    /// All of them, with who carries each out where this gateway does not.
    static Map<String, Obligor> all() {
        return OTHERWISE;
    }

    /// Whether this list has it at all.
    static boolean isKnown(String obligation) {
        return OTHERWISE.containsKey(obligation);
    }

    /// Whether it must be met before the act. A held record is not used: what its use needs may
    /// wait, but not the qualification of whoever keeps a true coordinate of the mainland
    /// (Surveying Law 27). What callers and tenants owe keeps nobody from being erased.
    static boolean isOwedBefore(Act act, String obligation) {
        boolean byOthers = CALLERS.contains(obligation) || TENANTS.contains(obligation);
        return switch (act) {
            case STORE, READ, TRANSFER, DELIVER, EXPORT, DISCLOSE -> true;
            case HOLD -> !byOthers || obligation.equals("CRS.QUAL");
            case ERASE -> !byOthers;
        };
    }

    private static boolean isCarriedOut(Act act, String obligation) {
        return switch (act) {
            case STORE, HOLD -> KEPT.contains(obligation) || STORED.contains(obligation);
            case READ -> READ.contains(obligation);
            case TRANSFER -> TRANSFERRED.contains(obligation);
            case DELIVER -> DELIVERED.contains(obligation);
            case ERASE -> ERASED.contains(obligation);
            case EXPORT -> EXPORTED.contains(obligation);
            case DISCLOSE -> DISCLOSED.contains(obligation);
        };
    }

    private static Map<String, Obligor> otherwise() {
        var obligors = new HashMap<String, Obligor>();
        for (var beyond :
                List.of(
                        KEPT,
                        STORED,
                        READ,
                        TRANSFERRED,
                        DELIVERED,
                        ERASED,
                        EXPORTED,
                        DISCLOSED,
                        BEYOND)) {
            beyond.forEach(obligation -> obligors.put(obligation, NOBODY));
        }
        TENANTS.forEach(obligation -> obligors.put(obligation, TENANT));
        CALLERS.forEach(obligation -> obligors.put(obligation, CALLER));
        return Map.copyOf(obligors);
    }
}
