// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.domicile.router.intake.Submission;

@AnalyzeClasses(packages = "io.domicile", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String POLICIES = "io.domicile.policies..";
    private static final String AUDIT = "io.domicile.audit..";
    private static final String REGIONS = "io.domicile.regions..";
    private static final String ROUTER = "io.domicile.router..";

    @ArchTest
    static final ArchRule policies_know_nothing_of_the_rest =
            noClasses()
                    .that()
                    .resideInAPackage(POLICIES)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(AUDIT, REGIONS, ROUTER, "io.quarkus..", "jakarta..");

    @ArchTest
    static final ArchRule audit_runs_on_the_jdk_and_bouncy_castle_alone =
            noClasses()
                    .that()
                    .resideInAPackage(AUDIT)
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages(
                            AUDIT, "java..", "javax..", "org.bouncycastle..", "org.jspecify..");

    @ArchTest
    static final ArchRule regions_know_policies_and_audit_but_not_the_router =
            noClasses()
                    .that()
                    .resideInAPackage(REGIONS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROUTER);

    @ArchTest
    static final ArchRule only_the_store_of_regions_knows_the_database =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.domicile.regions..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.hibernate..",
                            "jakarta.persistence..",
                            "io.quarkus.hibernate..",
                            "io.agroal..",
                            "java.sql..");

    @ArchTest
    static final ArchRule the_router_uses_regions_by_their_front_door =
            noClasses()
                    .that()
                    .resideInAPackage(ROUTER)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.domicile.regions.store..",
                            "io.domicile.regions.seal..",
                            "io.domicile.regions.keys..",
                            "io.domicile.regions.log..",
                            "io.domicile.regions.postgres..");

    @ArchTest
    static final ArchRule entities_stay_in_the_store =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.domicile.regions.store..")
                    .should()
                    .dependOnClassesThat()
                    .areAnnotatedWith("jakarta.persistence.Entity");

    @ArchTest
    static final ArchRule nobody_reads_what_a_message_says =
            noClasses()
                    .that()
                    .areNotAssignableTo(Submission.Message.class)
                    .should()
                    .callMethod(Submission.Message.class, "body")
                    .orShould()
                    .callMethod(Submission.Message.class, "media");

    @ArchTest
    static final ArchRule beans_get_what_they_need_by_constructor =
            noFields().should().beAnnotatedWith("jakarta.inject.Inject");
}
