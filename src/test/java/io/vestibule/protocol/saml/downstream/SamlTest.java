package io.vestibule.protocol.saml.downstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.saml.toy.ToyServiceProvider;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A service provider and a browser for each test. */
abstract class SamlTest {
    static final String STATUS = "urn:oasis:names:tc:SAML:2.0:status:";

    @Inject
    SamlLab lab;

    ToyServiceProvider party;
    PlainBrowser browser;

    @BeforeEach
    void open() {
        party = lab.serviceProvider(false);
        browser = new PlainBrowser();
    }

    @AfterEach
    void close() {
        browser.close();
        party.close();
    }

    JsonNode signIn(String person, String query) {
        return lab.signIn(browser, person, party, query);
    }

    static List<String> status(JsonNode shown) {
        return texts(shown.path("status")).stream()
                .map(code -> code.replace(STATUS, ""))
                .toList();
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
