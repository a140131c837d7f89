package io.paddock.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Figures as lines of text: aligned for a terminal, or as a table in Markdown. Owned by whoever fills it. */
final class FigureTable {

    private static final List<String> HEAD = List.of("work", "figure", "Apache", "Paddock", "ratio", "aim", "");

    private final List<List<String>> rows = new ArrayList<>();
    private String lastWork = "";

    void add(Figure figure) {
        rows.add(List.of(
                figure.work().equals(lastWork) ? "" : figure.work(),
                figure.quantity(),
                Figure.number(figure.apache()),
                Figure.number(figure.paddock()),
                Figure.number(figure.ratio()),
                figure.aim() == null ? "" : figure.aim().toString(),
                figure.verdict()));
        lastWork = figure.work();
    }

    String aligned() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        append(text, HEAD, widths, "", "  ", "");
        rows.forEach(row -> append(text, row, widths, "", "  ", ""));
        return text.toString();
    }

    String markdown() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        append(text, HEAD, widths, "| ", " | ", " |");
        List<String> rule = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(3, widths[i]);
            rule.add("-".repeat(widths[i] - 1) + (isNumber(i) ? ":" : "-"));
        }
        append(text, rule, widths, "| ", " | ", " |");
        rows.forEach(row -> append(text, row, widths, "| ", " | ", " |"));
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[HEAD.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = HEAD.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static void append(
            StringBuilder text, List<String> row, int[] widths, String before, String between, String after) {
        StringBuilder line = new StringBuilder(before);
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : between).append(isNumber(i) ? padding + row.get(i) : row.get(i) + padding);
        }
        text.append(line.append(after).toString().stripTrailing()).append('\n');
    }

    private static boolean isNumber(int column) {
        return column >= 2 && column <= 4;
    }
}
