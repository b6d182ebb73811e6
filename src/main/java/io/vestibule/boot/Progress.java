package io.vestibule.boot;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Tells the person at the terminal what takes time, and how long it took. */
public interface Progress {
    <T> T during(String what, Callable<T> work);

    void note(String line);

    /** Says nothing: for tests and for commands whose output is read by a program. */
    static Progress silent() {
        return new Lines(new PrintStream(PrintStream.nullOutputStream()));
    }

    static Progress to(PrintStream out) {
        return new Lines(out);
    }

    /** One line for each piece of work: its name when it begins, its duration when it ends. */
    record Lines(PrintStream out) implements Progress {
        @Override
        public <T> T during(String what, Callable<T> work) {
            out.print(what + "… ");
            out.flush();
            long begin = System.nanoTime();
            try {
                T result = work.call();
                out.printf(Locale.ROOT, "done in %.1f s%n", (System.nanoTime() - begin) / 1e9);
                return result;
            } catch (StartRefusal refusal) {
                out.println("failed");
                throw refusal;
            } catch (Exception e) {
                out.println("failed");
                throw new StartRefusal(what + " failed: " + e.getMessage(), e);
            }
        }

        @Override
        public void note(String line) {
            out.println(line);
        }
    }
}
