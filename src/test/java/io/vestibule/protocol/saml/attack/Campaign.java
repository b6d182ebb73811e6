package io.vestibule.protocol.saml.attack;

import io.vestibule.protocol.saml.attack.AttackCase.Expect;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All chosen cases, one after the other, with a line for each as it is answered. */
final class Campaign {
    private static final int SLOW_MILLIS = 5_000;

    private final Attempt attempt;
    private final boolean fresh;
    private final @Nullable Pattern acceptedWhen;
    private final Canary canary;
    private final PrintWriter print;
    private final List<String> bad = new ArrayList<>();
    private final List<String> slow = new ArrayList<>();
    private String garbage = "";
    private int done;
    private int all;

    Campaign(Attempt attempt, boolean fresh, @Nullable Pattern acceptedWhen, Canary canary, PrintWriter print) {
        this.attempt = attempt;
        this.fresh = fresh;
        this.acceptedWhen = acceptedWhen;
        this.canary = canary;
        this.print = print;
    }

    /** The exit code. Without a login for each message the first control accepted uses up the only one, so it comes last. */
    int run(List<AttackCase> controls, List<AttackCase> attacks) {
        garbage = attempt.send(AttackCase.attack("0-garbage", "", target -> Message.encoded("x", new byte[0], target)))
                .fingerprint();
        all = controls.size() + attacks.size();
        print.printf("%-11s %-38s %-12s %4s %7s  %s%n", "", "case", "verdict", "HTTP", "ms", "");
        int accepted = fresh ? controls(controls) : 0;
        if (fresh && accepted == 0) {
            return unproven();
        }
        attacks.forEach(this::hostile);
        if (!fresh) {
            accepted = controls(controls);
        }
        print.println();
        print.printf("%d hostile messages, %d accepted or fetched", attacks.size(), bad.size());
        print.println(slow.isEmpty() ? "." : "; slower than five seconds: " + String.join(", ", slow) + ".");
        if (!bad.isEmpty()) {
            print.println("ACCEPTED OR FETCHED: " + String.join(", ", bad));
            return 1;
        }
        return accepted == 0 ? unproven() : 0;
    }

    private int controls(List<AttackCase> controls) {
        int accepted = 0;
        for (AttackCase control : controls) {
            boolean ok = line(control, page -> accepted(page) ? "accepted" : "refused!?");
            accepted += ok ? 1 : 0;
            if (ok && !fresh) {
                break; // the only login is used up
            }
        }
        return accepted;
    }

    private int unproven() {
        print.println(
                "No genuine message was accepted, so nothing is proved. Does the service provider trust this key under"
                        + " this issuer? Does it want a request first (--login, --in-response-to)? Does it answer everything alike"
                        + " (--accepted-when)?");
        return 2;
    }

    private void hostile(AttackCase attack) {
        int fetched = canary.asked().size();
        boolean accepted = line(attack, page -> {
            if (canary.asked().size() > fetched) {
                return "FETCHED!";
            }
            if (!accepted(page)) {
                return "refused";
            }
            return attack.expect() == Expect.HARMLESS ? "taken (ok)" : "ACCEPTED!";
        });
        if (accepted && attack.expect() != Expect.HARMLESS || canary.asked().size() > fetched) {
            bad.add(attack.id());
        }
    }

    private interface Word {
        String of(Browser.Page page);
    }

    /** Whether it was accepted. */
    private boolean line(AttackCase attack, Word word) {
        long start = System.nanoTime();
        String verdict;
        String status;
        boolean accepted = false;
        try {
            Browser.Page page = attempt.send(attack);
            accepted = accepted(page);
            verdict = word.of(page);
            status = Integer.toString(page.status());
        } catch (UncheckedIOException gone) {
            verdict = "cut off"; // a connection that was closed on a message too large, or a server that fell over
            status = "-";
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (millis > SLOW_MILLIS) {
            slow.add(attack.id());
        }
        done++;
        print.printf(
                "[%4d/%4d] %-38s %-12s %4s %7d  %s%n", done, all, attack.id(), verdict, status, millis, attack.what());
        print.flush();
        return accepted;
    }

    private boolean accepted(Browser.Page page) {
        if (acceptedWhen != null) {
            return acceptedWhen.matcher(page.whole()).find();
        }
        return page.status() < 400 && !page.fingerprint().equals(garbage);
    }
}
