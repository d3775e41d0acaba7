// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// A report that is counted and audited, and has yet to be written out.
///
/// @param head what all reports begin with (LAW 4)
/// @param rows its events; read while they are written
record Report(
        Order order,
        ObjectNode head,
        List<Statement> statements,
        List<Figure> figures,
        String log,
        Rows rows) {

    Report {
        statements = List.copyOf(statements);
        figures = List.copyOf(figures);
    }

    /// Writes it in the form that was asked for. Blocks.
    void write(OutputStream out) throws IOException {
        switch (order.format()) {
            case JSON -> new ReportJson(this).write(out);
            case CSV -> new ReportCsv(this).write(out);
            case HTML -> new ReportPage(this).write(out);
        }
    }

    String text(String key) {
        return order.language().text(key);
    }

    /// The words for a statement.
    String label(Statement statement) {
        return text("statement." + statement.field().code());
    }

    /// The words for a figure.
    String label(Figure figure) {
        return text("figure." + figure.name());
    }
}
