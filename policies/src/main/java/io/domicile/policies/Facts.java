// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the law may know of a record: attributes by the short names that the policies use. There is
/// no room for a body, a coordinate, a name or a subject's id.
///
/// A fact that is not known stays null and is left out; the policies then hold the record.
public final class Facts {

    private Facts() {}

    /// The record itself.
    ///
    /// @param type one of the closed list, for instance `loc.point`
    /// @param crs `WGS84`, `GCJ02` or `CGCS2000`
    /// @param precisionM the radius in metres
    /// @param continuous whether it is one of a series that makes a track
    /// @param sensitiveArea whether it touches an area on the tenant's list of sensitive areas
    /// @param grld whether it lies in a US government area of 28 CFR 202.1401
    /// @param aggregate what is aggregated, for instance `charging_network`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            @Nullable String type,
            @Nullable String crs,
            @JsonProperty("precision_m") @Nullable Double precisionM,
            @Nullable Boolean continuous,
            @JsonProperty("sensitive_area") @Nullable Boolean sensitiveArea,
            @Nullable Boolean grld,
            @Nullable String aggregate) {

        public Item {
            attribute(type);
            attribute(crs);
            attribute(aggregate);
        }
    }

    /// A person whom the record is about.
    ///
    /// @param role `author`, `recipient`, `driver`, …
    /// @param home the country of the account
    /// @param age in years
    /// @param guardian whether a guardian consented
    /// @param consents the kinds of consent held, for instance `CONSENT.SEP`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Subject(
            @Nullable String role,
            @Nullable String home,
            @Nullable Integer age,
            @Nullable Boolean guardian,
            List<String> consents) {

        public Subject {
            attribute(role);
            attribute(home);
            consents = List.copyOf(consents);
            consents.forEach(Facts::attribute);
        }
    }

    /// The tenant, as the gateway's own register knows it.
    ///
    /// @param est the country of establishment
    /// @param ciio whether it operates critical information infrastructure (CSL 39)
    /// @param mlps its MLPS level
    /// @param survey whether it is, or has entrusted, a qualified surveying unit
    /// @param foreignInvested whether it is foreign-invested
    /// @param stateOrgan whether it is a Chinese state organ
    /// @param gba whether it is registered in the nine mainland cities of the Greater Bay Area
    /// @param ftz its free trade zone
    /// @param targets countries at which it aims its service
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tenant(
            @Nullable String est,
            @Nullable Boolean ciio,
            @Nullable Integer mlps,
            @Nullable Boolean survey,
            @JsonProperty("foreign_invested") @Nullable Boolean foreignInvested,
            @JsonProperty("state_organ") @Nullable Boolean stateOrgan,
            @JsonProperty("cn_gba") @Nullable Boolean gba,
            @Nullable String ftz,
            List<String> targets) {

        public Tenant {
            attribute(est);
            attribute(ftz);
            targets = List.copyOf(targets);
            targets.forEach(Facts::attribute);
        }
    }

    /// How many distinct persons the tenant holds or has sent abroad, counted with this record.
    ///
    /// @param total all persons
    /// @param piYtd persons sent out of the mainland since 1 January
    /// @param spiYtd persons of whom sensitive data was sent out since 1 January
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Volume(
            @Nullable Long total,
            @JsonProperty("pi_ytd") @Nullable Long piYtd,
            @JsonProperty("spi_ytd") @Nullable Long spiYtd) {}

    /// The facts of `store`.
    ///
    /// @param collect the country in which the record was collected
    /// @param place the country or territory of its coordinate, for types that have one
    /// @param ingress the gateway's region: `CN`, `EU` or `SG`
    /// @param via `in_car` or `phone`
    /// @param sessionClosed whether its session has ended
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Store(
            Item record,
            List<Subject> subjects,
            @Nullable String collect,
            @Nullable String place,
            @Nullable String ingress,
            @Nullable String via,
            Tenant tenant,
            @Nullable Volume volume,
            @Nullable String purpose,
            @JsonProperty("session_closed") @Nullable Boolean sessionClosed) {

        public Store {
            subjects = List.copyOf(subjects);
            attribute(collect);
            attribute(place);
            attribute(ingress);
            attribute(via);
            attribute(purpose);
        }

        /// The question where this record is to be kept.
        public Question toQuestion() {
            return new Question("store", Json.MAPPER.valueToTree(this));
        }
    }

    /// Who reads.
    ///
    /// @param country where the reader works, or `in-region` for the region of the record
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Requester(@Nullable String country) {

        public Requester {
            attribute(country);
        }
    }

    /// The facts of `read`.
    ///
    /// @param src the region that holds the record: `CN`, `NL` or `SG`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Read(
            Item record,
            List<Subject> subjects,
            @Nullable String collect,
            @Nullable String place,
            @Nullable String via,
            Tenant tenant,
            String src,
            Requester requester,
            @Nullable String purpose) {

        public Read {
            subjects = List.copyOf(subjects);
            attribute(collect);
            attribute(place);
            attribute(via);
            attribute(src);
            attribute(purpose);
        }

        /// The question whether this reader may see the record for this purpose.
        public Question toQuestion() {
            return new Question("read", Json.MAPPER.valueToTree(this));
        }
    }

    // Codes have no spaces and are short: prose and identifiers of persons do not get in by
    // mistake.
    private static void attribute(@Nullable String value) {
        if (value != null && !value.matches("[A-Za-z0-9_.:?-]{1,32}")) {
            throw new IllegalArgumentException(
                    "a fact is a code of at most 32 letters, digits and _.:?-");
        }
    }
}
