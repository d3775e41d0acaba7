// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.domicile.regions.Residence;
import io.domicile.router.Tenants;
import io.domicile.router.auth.Callers;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.config.ReportConfig;
import io.domicile.router.config.TenantConfig;
import io.domicile.router.disclosures.DisclosureRegister;
import io.domicile.router.register.Register;
import io.domicile.router.register.TenantFacts;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds what reports state: in the settings, the register, the gateway itself and its stores.
@Singleton
final class Statements {

    /// The figures that say that something left the region.
    private static final List<String> LEAVING =
            List.of(
                    Countings.MOVED_OUT.name(),
                    Countings.COPIED_OUT.name(),
                    Countings.DELIVERED.name(),
                    Countings.READS_ABROAD.name(),
                    Countings.FOUND_ABROAD.name(),
                    Countings.TOLD_ABROAD.name(),
                    Countings.LOG_TOLD_ABROAD.name(),
                    Countings.HANDED_OVER.name());

    private final DomicileConfig config;
    private final Tenants tenants;
    private final Register register;

    Statements(DomicileConfig config, Tenants tenants, Register register) {
        this.config = config;
        this.tenants = tenants;
        this.register = register;
    }

    /// The statements of a report. Blocks.
    List<Statement> of(Order order, List<Figure> figures) {
        return order.kind().content().fields().stream()
                .filter(field -> isOf(field, order))
                .map(field -> of(field, order, figures))
                .toList();
    }

    /// Of all tenants there is a list of them, and nothing of a single one.
    private static boolean isOf(Field field, Order order) {
        return switch (field.source()) {
            case GATEWAY, LOG -> true;
            case CONFIGURATION, REGISTER, STORE ->
                    order.tenant().isPresent() != (field == Field.CONTROLLERS);
        };
    }

    /// The legal entity of the tenant in the region.
    Optional<String> entity(Order order) {
        return facts(order).flatMap(facts -> facts.entityIn(order.residence().region().law()));
    }

    private Statement of(Field field, Order order, List<Figure> figures) {
        return switch (field) {
            case CONTROLLERS -> new Statement(field, controllers());
            case CONTROLLER -> stated(field, order, ReportConfig::controller);
            case CONTACT -> stated(field, order, ReportConfig::contact);
            case JOINT_CONTROLLERS -> stated(field, order, ReportConfig::jointControllers);
            case REPRESENTATIVE -> stated(field, order, ReportConfig::representative);
            case DPO -> stated(field, order, ReportConfig::dpo);
            case SUBJECT_CATEGORIES -> stated(field, order, ReportConfig::subjectCategories);
            case RECIPIENTS -> stated(field, order, ReportConfig::recipients);
            case NECESSITY -> stated(field, order, ReportConfig::necessity);
            case SAFETY_OFFICER -> stated(field, order, ReportConfig::safetyOfficer);
            case USER_RIGHTS_CONTACT -> stated(field, order, ReportConfig::userRightsContact);
            case DOMESTIC_RECIPIENTS -> stated(field, order, ReportConfig::domesticRecipients);
            case INCIDENTS -> stated(field, order, ReportConfig::incidents);
            case COMPLAINTS -> stated(field, order, ReportConfig::complaints);
            case SECURITY_MEASURES -> stated(field, order, ReportConfig::securityMeasures);
            case ESTABLISHMENTS -> known(field, order, "establishments");
            case MECHANISMS -> known(field, order, "mechanisms");
            case ATTESTATIONS -> known(field, order, "attestations");
            case STORAGE_PLACE -> new Statement(field, place(order.residence()));
            case ERASURE_TIME_LIMITS -> new Statement(field, limits());
            case SEALING -> new Statement(field, sealing(order.residence()));
            case EXPORT_VOLUMES -> new Statement(field, volumes(order));
            case DEMANDS_NOW -> new Statement(field, demands(order));
            case NOTHING_LEFT -> new Statement(field, nothingLeft(figures));
        };
    }

    private Statement stated(
            Field field, Order order, Function<ReportConfig, Optional<String>> what) {
        return order.tenant()
                .flatMap(tenants::of)
                .map(TenantConfig::report)
                .flatMap(what)
                .map(text -> new Statement(field, TextNode.valueOf(text)))
                .orElseGet(() -> Statement.nothing(field));
    }

    private Statement known(Field field, Order order, String member) {
        return facts(order)
                .map(facts -> new Statement(field, facts.json().path(member)))
                .orElseGet(() -> Statement.nothing(field));
    }

    private Optional<TenantFacts> facts(Order order) {
        return order.tenant().flatMap(register::of);
    }

    /// On whose behalf records are processed (GDPR 30(2)(a)): who has settings of its own.
    private JsonNode controllers() {
        var json = JsonNodeFactory.instance.arrayNode();
        tenants.all()
                .forEach((name, settings) -> {
                    if (!name.equals(Callers.GATEWAY)) {
                        var one = json.addObject().put("tenant", name);
                        var stated = settings.report();
                        stated.controller().ifPresent(text -> one.put("controller", text));
                        stated.contact().ifPresent(text -> one.put("contact", text));
                        stated.representative().ifPresent(text -> one.put("representative", text));
                        stated.dpo().ifPresent(text -> one.put("dpo", text));
                    }
                });
        return json;
    }

    private static ObjectNode place(Residence residence) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("region", residence.region().code())
                .put("territory", residence.region().law());
    }

    /// How long records are kept where the law names no time, and how long they are held.
    private ObjectNode limits() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("stored_days_at_most", config.intake().retention().toDays())
                .put("held_hours_at_most", config.intake().hold().toHours());
    }

    private static ObjectNode sealing(Residence residence) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("suite", residence.suite())
                .put("key_holder", residence.keyHolder())
                .put("certified_module", residence.hasCertifiedKeys())
                .put("keys_of_this_region_alone", residence.hasLocalKeys())
                .put("key_per_person", true);
    }

    /// The counts of the years that the report is about, as of now.
    private static JsonNode volumes(Order order) {
        var json = JsonNodeFactory.instance.arrayNode();
        var tenant = order.tenant().orElseThrow();
        int last = order.to().minusMillis(1).atZone(ZoneOffset.UTC).getYear();
        for (int year = Math.max(order.from().atZone(ZoneOffset.UTC).getYear(), last - 9);
                year <= last;
                year++) {
            for (var counted : order.residence().volumes(tenant, year)) {
                json.addObject()
                        .put("entity", counted.entity())
                        .put("year", year)
                        .put("pi", counted.volume().pi())
                        .put("spi", counted.volume().spi());
            }
        }
        return json;
    }

    /// How many are in which state, of those that the reader may know of.
    private static JsonNode demands(Order order) {
        return DisclosureRegister.states(
                order.residence(), order.tenant().orElseThrow(), order.caller(), Instant.now());
    }

    private static JsonNode nothingLeft(List<Figure> figures) {
        boolean none =
                figures.stream()
                        .filter(figure -> LEAVING.contains(figure.name()))
                        .allMatch(figure -> figure.value() == 0);
        return JsonNodeFactory.instance.booleanNode(none);
    }
}
