package io.vestibule.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A Chromium that is installed on this machine, driven headless. Each {@link #person()} is a browser profile of its own:
 * its cookies are shared by its tabs and by nobody else.
 */
public final class ChromiumBrowser implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge");
    private static final List<Path> MACOS = List.of(
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));
    // Without these a start asks the vendor's servers for updates, which hangs or is noise where there is no internet.
    private static final List<String> QUIET = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private ChromiumBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    public static boolean installed() {
        return executable().isPresent();
    }

    /** Skips the calling test, with a message, where no Chromium is installed. */
    public static ChromiumBrowser launch() {
        Optional<Path> executable = executable();
        Assumptions.assumeTrue(
                executable.isPresent(),
                "skipped: no Chromium installed; run .ci/peers chromium, or name one in VESTIBULE_CHROMIUM");
        // The driver's Node.js comes inside its jar; only the browser that it would download is unwanted.
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable.orElseThrow())
                            .setHeadless(true)
                            .setArgs(QUIET));
            return new ChromiumBrowser(playwright, browser);
        } catch (RuntimeException failure) {
            playwright.close();
            throw failure;
        }
    }

    /** Somebody at a desk, with an empty profile. */
    public BrowserContext person() {
        return person(options -> options);
    }

    /** Somebody whose browser has JavaScript switched off. */
    public BrowserContext personWithoutJavaScript() {
        return person(options -> options.setJavaScriptEnabled(false));
    }

    /** Somebody with the smallest telephone that is still sold. */
    public BrowserContext personWithTelephone() {
        return person(options -> options.setViewportSize(320, 568)
                .setHasTouch(true)
                .setIsMobile(true)
                .setDeviceScaleFactor(2));
    }

    public BrowserContext person(UnaryOperator<Browser.NewContextOptions> with) {
        BrowserContext context = browser.newContext(
                with.apply(new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1280, 800)));
        context.setDefaultTimeout(15_000);
        context.setDefaultNavigationTimeout(30_000);
        return context;
    }

    /**
     * Somebody whose browser lets frames of other sites have their cookies, or keeps all of them: said in so many words, for what
     * a Chromium does by itself its distributor decides.
     *
     * @param profile an empty folder
     */
    public BrowserContext person(Path profile, boolean cookiesInFrames) {
        try {
            Files.writeString(
                    Files.createDirectories(profile.resolve("Default")).resolve("Preferences"),
                    "{\"profile\":{\"cookie_controls_mode\":" + (cookiesInFrames ? 0 : 1)
                            + ",\"block_third_party_cookies\":" + !cookiesInFrames + "}}");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        BrowserContext context = playwright
                .chromium()
                .launchPersistentContext(
                        profile,
                        new BrowserType.LaunchPersistentContextOptions()
                                .setExecutablePath(executable().orElseThrow())
                                .setHeadless(true)
                                .setArgs(QUIET)
                                .setLocale("en-GB"));
        context.setDefaultTimeout(15_000);
        context.setDefaultNavigationTimeout(30_000);
        return context;
    }

    /** Fails with each rule, its help page and the elements it names. */
    public static void assertAccessible(Page page) {
        AxeResults results = new AxeBuilder(page).analyze();
        assertThat(results.getPasses()).as("axe ran on %s", page.url()).isNotEmpty();
        assertThat(results.getViolations().stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getHelpUrl()
                                + rule.getNodes().stream()
                                        .map(node -> "\n    " + node.getHtml())
                                        .collect(Collectors.joining()))
                        .toList())
                .as("accessibility violations on %s", page.url())
                .isEmpty();
    }

    /** A picture of the whole page at {@code target/screenshots/NAME.png}, to be looked at. */
    public static Path screenshot(Page page, String name) {
        Path file = Path.of("target", "screenshots", name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        return file;
    }

    @Override
    public void close() {
        try {
            browser.close();
        } finally {
            playwright.close();
        }
    }

    private static Optional<Path> executable() {
        String named = System.getenv("VESTIBULE_CHROMIUM");
        if (named != null && !named.isBlank()) {
            if (!Files.isExecutable(Path.of(named))) {
                throw new IllegalStateException("VESTIBULE_CHROMIUM names no executable: " + named);
            }
            return Optional.of(Path.of(named));
        }
        String path = System.getenv().getOrDefault("PATH", "/usr/bin");
        Stream<Path> onPath = NAMES.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1)).map(folder -> Path.of(folder, name)));
        return Stream.concat(onPath, MACOS.stream()).filter(Files::isExecutable).findFirst();
    }
}
