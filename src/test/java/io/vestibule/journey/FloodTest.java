package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Requests by the thousand from nobody in particular (security case 47): nothing is stored before a first factor. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class FloodTest {
    private static final int REQUESTS = 2_000;
    private static final int AT_ONCE = 40;

    @Inject
    House house;

    @Inject
    StoredRows rows;

    @Test
    void aFloodOfAuthorizationRequestsStoresNothingAndKeepsNobodyOut() throws Exception {
        login(); // what the first login makes, such as keys, is there
        Map<String, Long> empty = rows.perTable();
        login();
        Map<String, Long> before = rows.perTable();
        List<URI> requests = requests();

        Map<Integer, Integer> answers = new HashMap<>();
        Semaphore turn = new Semaphore(AT_ONCE);
        try (HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                URI address = requests.get(i % requests.size());
                all.add(threads.submit(() -> ask(client, address, turn)));
            }
            login(); // in the middle of it
            for (Future<Integer> one : all) {
                answers.merge(one.get(), 1, Integer::sum);
            }
        }

        assertThat(answers.keySet()).as(answers.toString()).isSubsetOf(200, 303, 400);
        assertThat(answers).as("begun, shown and refused").containsKeys(200, 303, 400);
        Map<String, Long> after = rows.perTable();
        before.forEach((table, count) -> assertThat(after.get(table))
                .as("%s: what one login adds, and nothing for two thousand requests", table)
                .isLessThanOrEqualTo(count + (count - empty.get(table))));
        login();
    }

    private static int ask(HttpClient client, URI address, Semaphore turn)
            throws IOException, InterruptedException, ExecutionException {
        turn.acquire();
        try {
            return client.send(
                            HttpRequest.newBuilder(address)
                                    .timeout(Duration.ofMinutes(2))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } finally {
            turn.release();
        }
    }

    /** Right requests, wrong ones, and the pages that a right one leads to. */
    private List<URI> requests() {
        try (PlainBrowser browser = new PlainBrowser()) {
            URI right = URI.create(browser.ask(HttpRequest.newBuilder(house.door("desk")))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow());
            URI picker = browser.open(right).address();
            return List.of(
                    right,
                    URI.create(right + "&prompt=login"),
                    URI.create(right + "&prompt=none"),
                    URI.create(right.toString().replace("client_id=desk", "client_id=nobody")),
                    picker,
                    URI.create(picker.toString().replace("/login?", "/login/with/guild?")),
                    house.at("/sign-in"),
                    house.at(""));
        }
    }

    private void login() {
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(house.arrive(browser, Way.LOCAL, "ada", "desk").claim("sub"))
                    .isNotEmpty();
        }
    }
}
