// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Parameters;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.reports.Order.Table;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads an [Order] out of a request.
@Singleton
final class OrderReader {

    private static final List<String> NAMES =
            List.of("region", "from", "to", "tenant", "format", "lang", "table");
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Residences residences;
    private final SecurityIdentity identity;
    private final Clock clock;

    OrderReader(Residences residences, SecurityIdentity identity, Clock clock) {
        this.residences = residences;
        this.identity = identity;
        this.clock = clock;
    }

    /// The kind of that name.
    ///
    /// @throws ProblemException with status 404 if there is none
    static Kind kind(String code) {
        return Kind.of(code)
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.NOT_FOUND,
                                "The kinds of reports are %s.".formatted(Kind.codes())));
    }

    /// The caller in the first of its roles that may have reports of a kind.
    ///
    /// @throws ProblemException with status 403 if none may
    Caller caller(Kind kind) {
        var admitted = Roles.OF_TOKENS.stream().filter(kind.content().roles()::contains).toList();
        return Callers.of(identity, admitted);
    }

    /// Reads what parameters and headers say.
    ///
    /// @throws ProblemException with status 403, 406 or 422
    Order read(Kind kind, UriInfo address, HttpHeaders headers) {
        var given = new Parameters(address.getQueryParameters(), NAMES);
        var caller = caller(kind);
        var to = given.time("to").orElseGet(clock::instant);
        var from = given.time("from").orElseGet(() -> newYear(to));
        if (!from.isBefore(to)) {
            throw new ProblemException(Fault.OUT_OF_RANGE, "The parameter from is not before to.");
        }
        return new Order(
                kind,
                caller,
                tenant(caller, given.value("tenant")),
                region(kind, given.value("region")),
                from,
                to,
                format(given.value("format"), headers),
                language(given.value("lang"), headers),
                table(kind, given.value("table")),
                Optional.empty());
    }

    /// When the year began that ends at a moment, or goes on.
    private static Instant newYear(Instant to) {
        return to.minusMillis(1)
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfYear(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /// Compliance sees its own tenant. Whoever may read the whole log may name one or none.
    private static Optional<String> tenant(Caller caller, Optional<String> named) {
        if (named.filter(name -> !TENANT.matcher(name).matches()).isPresent()) {
            throw new ProblemException(Fault.BAD_TEXT, "The parameter tenant is a tenant's name.");
        }
        if (!caller.role().equals(Roles.COMPLIANCE)) {
            return named;
        }
        if (named.filter(name -> !name.equals(caller.tenant())).isPresent()) {
            throw new ProblemException(
                    Fault.FORBIDDEN, "The token allows reports of its own tenant alone.");
        }
        return Optional.of(caller.tenant());
    }

    private Residence region(Kind kind, Optional<String> code) {
        if (code.isEmpty()) {
            throw new ProblemException(
                    Fault.MISSING_FIELD,
                    "The parameter region is missing: a report is of one region.");
        }
        var residence = RegionParameter.of(residences, code.get()).getFirst();
        if (kind.regime(residence.region()).isEmpty()) {
            throw new ProblemException(
                    Fault.CONFLICT, "No law of that region wants this kind of report.");
        }
        return residence;
    }

    private static Format format(Optional<String> named, HttpHeaders headers) {
        if (named.isPresent()) {
            return Format.of(named.get())
                    .orElseThrow(() ->
                            new ProblemException(
                                    Fault.UNKNOWN_VALUE,
                                    "The parameter format is json, csv or html; the page prints as PDF."));
        }
        return headers.getAcceptableMediaTypes().stream()
                .flatMap(type -> Format.of(type).stream())
                .findFirst()
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.NOT_ACCEPTABLE,
                                "Reports come as JSON, CSV and HTML; the page prints as PDF."));
    }

    private static Language language(Optional<String> named, HttpHeaders headers) {
        if (named.isPresent()) {
            return Language.of(named.get())
                    .orElseThrow(() ->
                            new ProblemException(
                                    Fault.UNKNOWN_VALUE, "The parameter lang is en, zh or nl."));
        }
        return headers.getAcceptableLanguages().stream()
                .flatMap(locale -> Language.of(locale.getLanguage()).stream())
                .findFirst()
                .orElse(Language.EN);
    }

    private static Table table(Kind kind, Optional<String> named) {
        if (named.isEmpty()) {
            return kind.hasRows() ? Table.ROWS : Table.SUMMARY;
        }
        var table =
                Arrays.stream(Table.values())
                        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(named.get()))
                        .findFirst()
                        .orElseThrow(() ->
                                new ProblemException(
                                        Fault.UNKNOWN_VALUE,
                                        "The parameter table is summary or rows."));
        if (table == Table.ROWS && !kind.hasRows()) {
            throw new ProblemException(Fault.CONFLICT, "This kind of report has no rows.");
        }
        return table;
    }
}
