// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.domicile.policies.RegionId;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.hibernate.orm.runtime.tenant.TenantConnectionResolver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/// One connection pool per region, made when its database is known: at run time.
@PersistenceUnitExtension
@ApplicationScoped
class RegionPools implements TenantConnectionResolver {

    /// A gateway that stops in mid-transaction keeps its locks from others for no longer, and a
    /// write that waits for them fails alone, before the whole connection does.
    private static final String PATIENCE =
            " -c lock_timeout=4s -c idle_in_transaction_session_timeout=10s";

    static final int SIZE = 10;

    private static final Duration ACQUISITION = Duration.ofSeconds(3);

    private final TransactionManager transactions;
    private final TransactionSynchronizationRegistry synchronizations;
    private final Map<String, AgroalDataSource> pools = new ConcurrentHashMap<>();

    RegionPools(
            TransactionManager transactions, TransactionSynchronizationRegistry synchronizations) {
        this.transactions = transactions;
        this.synchronizations = synchronizations;
    }

    @Override
    public ConnectionProvider resolve(String region) {
        pool(region);
        return new RegionConnections(() -> pool(region));
    }

    private AgroalDataSource pool(String region) {
        var pool = pools.get(region);
        if (pool == null) {
            throw new IllegalStateException("region " + region + " is not open");
        }
        return pool;
    }

    void open(RegionId region, Database database) {
        try {
            pools.put(region.code(), AgroalDataSource.from(configuration(database)));
        } catch (SQLException e) {
            throw new IllegalStateException("no connections to region " + region, e);
        }
    }

    /// Throws away connections that a fallen database left broken; those in use when they come
    /// back. Not for every failure: the pool opens new ones before it closes the old, and would
    /// have more of them at the database than that takes.
    void flush(RegionId region) {
        var pool = pools.get(region.code());
        if (pool != null) {
            pool.flush(AgroalDataSource.FlushMode.GRACEFUL);
        }
    }

    void close(RegionId region) {
        var pool = pools.remove(region.code());
        if (pool != null) {
            pool.close();
        }
    }

    private AgroalDataSourceConfigurationSupplier configuration(Database database) {
        return new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool ->
                        pool.maxSize(SIZE)
                                .acquisitionTimeout(ACQUISITION)
                                .exceptionSorter(new PostgreSQLExceptionSorter())
                                .transactionIntegration(
                                        new NarayanaTransactionIntegration(
                                                transactions, synchronizations))
                                .connectionFactoryConfiguration(
                                        factory -> connections(factory, database)));
    }

    private static AgroalConnectionFactoryConfigurationSupplier connections(
            AgroalConnectionFactoryConfigurationSupplier factory, Database database) {
        Database.SETTINGS.forEach(factory::jdbcProperty);
        factory.jdbcProperty("options", Database.SETTINGS.get("options") + PATIENCE);
        return factory.jdbcUrl(database.url())
                .principal(new NamePrincipal(database.user()))
                .credential(new SimplePassword(database.password()))
                .jdbcProperty("reWriteBatchedInserts", "true")
                .jdbcProperty("connectTimeout", "2")
                .jdbcProperty("loginTimeout", "2")
                .jdbcProperty("socketTimeout", "6")
                .jdbcProperty("ApplicationName", "domicile");
    }
}
