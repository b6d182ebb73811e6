package io.vestibule.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The same figures as a table for people and as JSON for programs. */
final class Report {
    private static final String ROW = "%-20s %9s %9s %9s %9s %8s %8s  %-24s %6s  %-15s %s%n";
    private final Map<String, Object> document = new LinkedHashMap<>();
    private final Map<String, Object> floors = new LinkedHashMap<>();
    private final Map<String, Object> flows = new LinkedHashMap<>();
    private final Map<String, Object> house = new LinkedHashMap<>();
    private long errors;

    Report(Options options) {
        document.put("java", System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"));
        document.put("cores", Runtime.getRuntime().availableProcessors());
        document.put("workers", options.workers());
        document.put("warmUpSeconds", options.warmUp());
        document.put("seconds", options.seconds());
        document.put("jvm", options.jvm());
        document.put("cpuMillisAtMostFor", floors);
        document.put("server", house);
        document.put("flows", flows);
    }

    void floor(String what, double millis) {
        floors.put(what, rounded(millis));
        System.out.printf(Locale.ROOT, "floor  %-34s %9.4g ms CPU = %9.4g a CPU second%n", what, millis, 1000 / millis);
    }

    void figure(String what, double figure, String unit, Bar bar) {
        house.put(what + " " + unit, rounded(figure));
        System.out.printf(
                Locale.ROOT,
                "server %-34s %9.4g %-12s %-10s %s%n",
                what,
                figure,
                unit,
                bar.text(),
                bar.verdict(figure));
    }

    void heading() {
        System.out.printf(
                ROW,
                "flow",
                "flows/s",
                "ms/flow",
                "server",
                "database",
                "p50 ms",
                "p99 ms",
                "floor (ms CPU)",
                "share",
                "bar",
                "");
    }

    /** Work of this process: the milliseconds are all there is. */
    void work(String label, double millis, Bar bar) {
        double floor = bar.floor().orElse(Double.NaN);
        String share = Math.round(100 * floor / millis) + "%";
        System.out.printf(
                ROW,
                label,
                "",
                text(millis),
                "",
                "",
                "",
                "",
                text(floor) + " " + bar.floorOf(),
                share,
                bar.text(),
                bar.verdict(millis));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("cpuMillis", rounded(millis));
        row.put("aCpuSecond", rounded(1000 / millis));
        row.put("floorMillis", rounded(floor));
        row.put("floorOf", bar.floorOf());
        flows.put(label, row);
    }

    void flow(Flow flow, Load.Measured measured, Bar bar) {
        double millis = measured.millis();
        boolean floored = bar.floor().isPresent();
        System.out.printf(
                ROW,
                flow.label(),
                text(measured.perSecond()),
                text(millis),
                text(measured.serverMillis()),
                text(measured.databaseMillis()),
                text(measured.median()),
                text(measured.p99()),
                floored ? text(bar.floor().getAsDouble()) + " " + bar.floorOf() : "",
                floored ? Math.round(100 * bar.floor().getAsDouble() / millis) + "%" : "",
                bar.text(),
                measured.errors() > 0 ? measured.errors() + " WRONG " + measured.messages() : bar.verdict(millis));
        errors += measured.errors();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("flows", measured.flows());
        row.put("errors", measured.errors());
        row.put("messages", measured.messages());
        row.put("perSecond", rounded(measured.perSecond()));
        row.put("cpuMillis", rounded(millis));
        row.put("serverCpuMillis", rounded(measured.serverMillis()));
        row.put("databaseCpuMillis", rounded(measured.databaseMillis()));
        row.put("medianMillis", rounded(measured.median()));
        row.put("p99Millis", rounded(measured.p99()));
        if (floored) {
            row.put("floorMillis", rounded(bar.floor().getAsDouble()));
            row.put("floorOf", bar.floorOf());
        }
        if (bar.given()) {
            row.put("bar", bar.text());
            row.put("met", bar.met(millis));
        }
        flows.put(flow.label(), row);
    }

    boolean allRight() {
        return errors == 0;
    }

    void write(Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), document);
    }

    private static String text(double figure) {
        return figure >= 1000 ? String.format(Locale.ROOT, "%.0f", figure) : String.format(Locale.ROOT, "%.3g", figure);
    }

    private static Object rounded(double figure) {
        return Double.isFinite(figure) ? Double.valueOf(String.format(Locale.ROOT, "%.4g", figure)) : "none";
    }
}
