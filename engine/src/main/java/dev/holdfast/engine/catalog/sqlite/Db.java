package dev.holdfast.engine.catalog.sqlite;

import dev.holdfast.engine.catalog.CatalogException;
import dev.holdfast.engine.core.hash.Hash;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One connection, with every statement prepared once. For one thread at a time.
final class Db implements AutoCloseable {

    /// SQLite's result codes that have a meaning of their own here.
    private static final int BUSY = 5;

    private static final int LOCKED = 6;

    /// Makes a value of the row that a result stands on.
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Db(Connection connection) {
        this.connection = connection;
    }

    void execute(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Runs one statement that answers nothing. Arguments are `long`s, text, bytes, hashes or null.
    ///
    /// @return rows changed
    int change(String sql, @Nullable Object... arguments) {
        try {
            return bound(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> List<T> all(String sql, Row<T> row, @Nullable Object... arguments) {
        try (var result = bound(sql, arguments).executeQuery()) {
            var rows = new ArrayList<T>();
            while (result.next()) {
                rows.add(row.read(result));
            }
            return rows;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Does something with the row that a result stands on.
    @FunctionalInterface
    interface Seen<X extends Exception> {
        void see(ResultSet row) throws SQLException, X;
    }

    /// Shows one row after the other. What is asked meanwhile must be another question.
    <X extends Exception> void each(String sql, Seen<X> seen) throws X {
        try (var result = bound(sql).executeQuery()) {
            while (result.next()) {
                seen.see(result);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments) {
        try (var result = bound(sql, arguments).executeQuery()) {
            return result.next() ? Optional.of(row.read(result)) : Optional.empty();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    long number(String sql, @Nullable Object... arguments) {
        return first(sql, row -> row.getLong(1), arguments).orElseThrow();
    }

    /// Something that is done in one transaction.
    @FunctionalInterface
    interface Work<X extends Exception> {
        void run() throws X;
    }

    /// Runs `work` in one transaction: all of it happens, or nothing.
    <X extends Exception> void transaction(Work<X> work) throws X {
        change("BEGIN IMMEDIATE");
        boolean done = false;
        try {
            work.run();
            change("COMMIT");
            done = true;
        } finally {
            if (!done) {
                rollback();
            }
        }
    }

    private void rollback() {
        try {
            change("ROLLBACK");
        } catch (CatalogException e) {
            // the transaction is gone already; why, the caller is being told
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... arguments) throws SQLException {
        var statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            bind(statement, i + 1, arguments[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement to, int at, @Nullable Object argument)
            throws SQLException {
        switch (argument) {
            case null -> to.setNull(at, Types.NULL);
            case Long number -> to.setLong(at, number);
            case Integer number -> to.setInt(at, number);
            case String text -> to.setString(at, text);
            case byte[] bytes -> to.setBytes(at, bytes);
            case Hash hash -> to.setBytes(at, hash.toBytes());
            default -> throw new IllegalArgumentException("cannot bind " + argument.getClass());
        }
    }

    static CatalogException failed(SQLException e) {
        int code = e.getErrorCode() & 0xff;
        var kind =
                code == BUSY || code == LOCKED
                        ? CatalogException.Kind.IN_USE
                        : CatalogException.Kind.FAILED;
        return new CatalogException(kind, "SQLite says: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            for (var statement : prepared.values()) {
                statement.close();
            }
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
