# SPDX-License-Identifier: Apache-2.0
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -q -Dmaven.test.skip=true package

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/domicile domicile
COPY --from=build /src/router/target/quarkus-app /opt/domicile
USER domicile
WORKDIR /var/lib/domicile
ENV DOMICILE_HOME=/var/lib/domicile/data
VOLUME /var/lib/domicile/data
EXPOSE 8080
# The default is the production profile: it starts only with keys, token issuer and tenants configured (docs/configuration.md).
# To try it out with embedded stores and development keys: docker run -p 127.0.0.1:8080:8080 -e QUARKUS_PROFILE=development -e QUARKUS_HTTP_HOST=0.0.0.0 domicile
# (the development profile listens on 127.0.0.1 alone, which nothing outside the container reaches)
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/opt/domicile/quarkus-run.jar"]
CMD ["serve"]
