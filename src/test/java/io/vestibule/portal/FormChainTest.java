package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.realm.BaseUrl;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormChainTest {
    private static final BaseUrl OURS = new BaseUrl(URI.create("https://id.example.org"));
    private static final Optional<String> NAVIGATION = Optional.of("navigate");
    private static final Optional<String> WINDOW = Optional.of("document");

    @Test
    void aBrowserThatPostedAFormLeavesForAnotherSiteByAPage() {
        assertThat(FormChain.mustEnd("POST", NAVIGATION, WINDOW, URI.create("https://app.example.org/cb"), OURS))
                .isTrue();
    }

    @Test
    void whereTheBrowserDoesNotSayWhatForItLeavesByThatPageAndInAFrameWhichWouldNotShowItItIsRedirected() {
        URI away = URI.create("https://app.example.org/cb");
        assertThat(FormChain.mustEnd("POST", NAVIGATION, Optional.empty(), away, OURS))
                .isTrue();
        assertThat(FormChain.mustEnd("POST", NAVIGATION, Optional.of("iframe"), away, OURS))
                .isFalse();
    }

    @Test
    void aProgramAndABrowserThatFollowedALinkAreRedirected() {
        URI away = URI.create("https://app.example.org/cb");
        assertThat(FormChain.mustEnd("POST", Optional.empty(), Optional.empty(), away, OURS))
                .isFalse();
        assertThat(FormChain.mustEnd("GET", NAVIGATION, WINDOW, away, OURS)).isFalse();
    }

    @Test
    void anAppOfTheDeviceAndAPageOfOursAreRedirectedTo() {
        assertThat(FormChain.mustEnd("POST", NAVIGATION, WINDOW, URI.create("myapp:/cb"), OURS))
                .isFalse();
        assertThat(FormChain.mustEnd(
                        "POST", NAVIGATION, WINDOW, URI.create("https://id.example.org/realms/acme"), OURS))
                .isFalse();
    }

    @Test
    void anotherPortIsAnotherSite() {
        assertThat(FormChain.mustEnd("POST", NAVIGATION, WINDOW, URI.create("https://id.example.org:8443/cb"), OURS))
                .isTrue();
    }

    @Test
    void aWayStationOfALoginIsNoEndOfTheChainThoughItIsOurs() {
        for (String path :
                new String[] {"/realms/acme/login/from/other?code=x", "/realms/acme/login/with/other?flow=x"}) {
            assertThat(FormChain.mustEnd("POST", NAVIGATION, WINDOW, URI.create("https://id.example.org" + path), OURS))
                    .as(path)
                    .isTrue();
        }
        assertThat(FormChain.mustEnd(
                        "POST",
                        NAVIGATION,
                        WINDOW,
                        URI.create("https://id.example.org/realms/acme/login/consent?flow=x"),
                        OURS))
                .isFalse();
    }
}
