package io.vestibule.protocol.saml.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.journey.AuditLines;
import io.vestibule.journey.StoredRows;
import io.vestibule.protocol.saml.attack.Browser;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** What a refusal is: a page with a reference, one line in the audit log, nothing stored, no session, and soon. */
@ApplicationScoped
public class Refusals {
    /** The machine is shared with other builds; what does not end takes minutes. */
    private static final Duration MOST = Duration.ofSeconds(10);

    private static final String GUARD = "expiring_record";

    private final AuditLines audit;
    private final StoredRows rows;

    Refusals(AuditLines audit, StoredRows rows) {
        this.audit = audit;
        this.rows = rows;
    }

    /** How things were before. */
    public record Before(Map<String, Long> rows, Set<String> cookies, long start) {}

    /** To be called before the message is sent. */
    public Before before(Set<String> cookies) {
        Map<String, Long> counted = rows.perTable();
        audit.begin();
        return new Before(counted, cookies, System.nanoTime());
    }

    /**
     * @param page none where the server closed the connection on a message too large
     * @return the reason in the audit log; empty where the message did not get past the HTTP server's limits
     */
    public String check(Before before, Optional<Browser.Page> page, Set<String> cookies) {
        return check(before, page, cookies, Set.of(400, 403));
    }

    /** @param statuses what a refusal may have, where an identity provider that misbehaves counts as one that is away */
    public String check(Before before, Optional<Browser.Page> page, Set<String> cookies, Set<Integer> statuses) {
        assertThat(Duration.ofNanos(System.nanoTime() - before.start())).isLessThan(MOST);
        nothingStored(before.rows());
        if (!hasSession(before.cookies())) {
            assertThat(hasSession(cookies)).as(cookies.toString()).isFalse();
        }
        boolean tooLarge = page.isPresent() && page.get().status() == 413;
        if (page.isEmpty() || tooLarge || page.get().status() == 414) { // before any endpoint, and so without a page
            assertThat(audit.all())
                    .hasSizeBetween(tooLarge ? 1 : 0, 1)
                    .allSatisfy(line -> assertThat(line.path("reason").asText()).isEqualTo("status-413"));
            return "";
        }
        assertThat(page.get().status()).as(page.get().whole()).isIn(statuses);
        assertThat(page.get().location()).isEmpty();
        Element reference = Jsoup.parse(page.get().body()).selectFirst("#reference");
        assertThat(reference).as(page.get().body()).isNotNull();
        JsonNode line = audit.refusal(reference.text());
        assertThat(audit.all()).as("the only line").hasSize(1);
        assertThat(line.path("reason").asText()).isNotBlank();
        return line.path("reason").asText();
    }

    /** But for the guard against replays, which may remember an assertion that verified and was refused for what it says. */
    private void nothingStored(Map<String, Long> before) {
        Map<String, Long> now = new TreeMap<>(rows.perTable());
        assertThat(now.get(GUARD) - before.get(GUARD)).isIn(0L, 1L);
        now.put(GUARD, before.get(GUARD));
        assertThat(now).isEqualTo(before);
    }

    /** As whom a person was signed in since {@link #before}. */
    public List<String> signedInAs() {
        return audit.all().stream()
                .filter(line -> line.path("event").asText().equals("signed-in"))
                .map(line -> line.path("upstreamSubject").asText())
                .toList();
    }

    private static boolean hasSession(Set<String> cookies) {
        return cookies.stream().anyMatch(name -> name.contains("vestibule-session"));
    }
}
