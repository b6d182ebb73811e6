package io.vestibule.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A closed loop: every worker sends its next flow when the last is answered. */
final class Load {
    private static final int MOST_ERRORS = 50;
    private final Server server;
    private final int workers;

    Load(Server server, int workers) {
        this.server = server;
        this.workers = workers;
    }

    /** CPU is of all flows that were begun; latencies in milliseconds. */
    record Measured(
            long flows,
            long errors,
            Map<String, Integer> messages,
            double perSecond,
            double serverMillis,
            double databaseMillis,
            double median,
            double p99) {
        double millis() {
            return serverMillis + databaseMillis;
        }
    }

    private record Tally(List<Long> nanos, Map<String, Integer> errors) {}

    Measured run(Flow flow, double seconds) throws IOException, InterruptedException {
        List<Application> applications = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            List<Flow.Step> steps = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                Application application = flow.application(server);
                applications.add(application);
                steps.add(flow.prepare(application, worker));
            }
            ProcessTree.Both before = server.use(false);
            long begun = System.nanoTime();
            long end = begun + (long) (seconds * 1e9);
            List<Future<Tally>> running = steps.stream()
                    .map(step -> threads.submit(() -> repeat(step, end)))
                    .toList();
            List<Tally> tallies = new ArrayList<>();
            for (Future<Tally> one : running) {
                tallies.add(one.get());
            }
            double took = (System.nanoTime() - begun) / 1e9;
            return measured(tallies, took, before, server.use(false));
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        } finally {
            for (Application application : applications) {
                application.close();
            }
        }
    }

    private static Tally repeat(Flow.Step step, long end) {
        Tally tally = new Tally(new ArrayList<>(), new TreeMap<>());
        while (System.nanoTime() < end
                && tally.errors().values().stream().mapToInt(i -> i).sum() < MOST_ERRORS) {
            long begun = System.nanoTime();
            try {
                step.once();
                tally.nanos().add(System.nanoTime() - begun);
            } catch (NoSuchElementException nothingLeft) {
                break;
            } catch (IOException wrong) {
                tally.errors().merge(String.valueOf(wrong.getMessage()), 1, Integer::sum);
            }
        }
        return tally;
    }

    private static Measured measured(
            List<Tally> tallies, double seconds, ProcessTree.Both before, ProcessTree.Both after) {
        long[] nanos = tallies.stream()
                .flatMap(tally -> tally.nanos().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        Map<String, Integer> errors = new TreeMap<>();
        tallies.forEach(tally -> tally.errors().forEach((what, times) -> errors.merge(what, times, Integer::sum)));
        int wrong = errors.values().stream().mapToInt(i -> i).sum();
        double flows = nanos.length + (double) wrong;
        return new Measured(
                nanos.length,
                wrong,
                errors,
                nanos.length / seconds,
                (after.server().cpuMillis() - before.server().cpuMillis()) / flows,
                (after.database().cpuMillis() - before.database().cpuMillis()) / flows,
                quantile(nanos, 0.5),
                quantile(nanos, 0.99));
    }

    private static double quantile(long[] sorted, double of) {
        return sorted.length == 0 ? Double.NaN : sorted[Math.min(sorted.length - 1, (int) (sorted.length * of))] / 1e6;
    }
}
