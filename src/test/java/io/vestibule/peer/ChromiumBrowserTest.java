package io.vestibule.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("browser")
class ChromiumBrowserTest {
    private static final String PAGE = """
            <!doctype html><html lang="en"><head><title>Door</title></head><body><main><h1>Door</h1>
            <form action="/opened"><label for="who">Name</label> <input id="who" name="who">
            <button>Open</button></form><p id="script">off</p>
            <script>document.getElementById('script').textContent = 'on'</script></main></body></html>
            """;
    private static final String UNLABELLED = """
            <!doctype html><html lang="en"><head><title>Wall</title></head><body><main><h1>Wall</h1>
            <input name="who"></main></body></html>
            """;

    private static HttpServer server;
    private static ChromiumBrowser browser;

    @BeforeAll
    static void open() throws IOException {
        browser = ChromiumBrowser.launch();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = exchange.getRequestURI().getPath().equals("/wall") ? UNLABELLED : PAGE;
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void shut() {
        if (server != null) {
            server.stop(0);
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void fillsAndSendsAFormOnALoopbackPage() {
        try (BrowserContext person = browser.person()) {
            Page page = person.newPage();
            page.navigate(url("/"));
            assertThat(page.locator("#script").textContent()).isEqualTo("on");
            page.getByLabel("Name").fill("ada");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open"))
                    .click();
            assertThat(page.url()).endsWith("/opened?who=ada");
            assertThat(ChromiumBrowser.screenshot(page, "chromium-browser-test"))
                    .isNotEmptyFile();
        }
    }

    @Test
    void runsNoScriptForAPersonWithoutJavaScript() {
        try (BrowserContext person = browser.personWithoutJavaScript()) {
            Page page = person.newPage();
            page.navigate(url("/"));
            assertThat(page.locator("#script").textContent()).isEqualTo("off");
        }
    }

    @Test
    void showsATelephonesWidth() {
        try (BrowserContext person = browser.personWithTelephone()) {
            Page page = person.newPage();
            page.navigate(url("/"));
            assertThat(page.viewportSize().width).isEqualTo(320);
        }
    }

    @Test
    void axeTellsALabelledFieldFromAnUnlabelledOne() {
        try (BrowserContext person = browser.person()) {
            Page page = person.newPage();
            page.navigate(url("/"));
            ChromiumBrowser.assertAccessible(page);
            page.navigate(url("/wall"));
            assertThatThrownBy(() -> ChromiumBrowser.assertAccessible(page)).hasMessageContaining("label");
        }
    }

    private static String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }
}
