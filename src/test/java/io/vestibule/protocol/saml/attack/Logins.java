package io.vestibule.protocol.saml.attack;

import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.Xml;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.w3c.dom.Element;

/** Begins logins at a service provider, so that each message is sent into one that waits for it. */
public final class Logins {
    private static final int MOST_STEPS = 20;

    private final Target base;
    private final Optional<URI> start;
    private final Supplier<Browser> browsers;

    /** A browser with a login that it began. */
    public record Login(Browser browser, Target target) {}

    /**
     * @param base what is the same for all logins
     * @param start where a login begins; nothing where each is the one that {@code base} names
     * @param cookies sent by every browser
     */
    public Logins(Target base, Optional<URI> start, HttpClient client, String cookies) {
        this.base = base;
        this.start = start;
        this.browsers = () -> new Browser(client, cookies);
    }

    boolean areFresh() {
        return start.isPresent();
    }

    public Login begin() {
        return begin(browsers.get());
    }

    Login begin(Browser browser) {
        Target target = base.assertionId(Draft.newId());
        return start.map(address -> follow(browser, address, target)).orElseGet(() -> new Login(browser, target));
    }

    /** A browser that has been nowhere, and a message's target all the same. */
    Login none() {
        return new Login(browsers.get(), begin().target());
    }

    private static Login follow(Browser browser, URI start, Target target) {
        Browser.Page page = browser.get(start);
        for (int step = 0; step < MOST_STEPS; step++) {
            if (!page.location().isEmpty()) {
                URI next = URI.create(page.location());
                if (String.valueOf(next.getRawQuery()).contains("SAMLRequest=")) {
                    Map<String, String> query = RedirectQuery.read(next.getRawQuery());
                    return asked(browser, target, RedirectQuery.inflated(query.get("SAMLRequest")), query);
                }
                page = browser.get(next);
                continue;
            }
            Browser.Form form = Browser.form(page);
            if (form != null && form.fields().containsKey("SAMLRequest")) {
                byte[] request = Base64.getMimeDecoder().decode(form.fields().get("SAMLRequest"));
                return asked(browser, target, new String(request, StandardCharsets.UTF_8), form.fields());
            }
            throw new IllegalStateException(
                    "no way from " + page.address() + " (" + page.status() + ") to an AuthnRequest: is " + start
                            + " an address that leads straight to the identity provider?");
        }
        throw new IllegalStateException("redirected without end from " + start);
    }

    private static Login asked(Browser browser, Target target, String request, Map<String, String> parameters) {
        Element authnRequest = Xml.parse(request);
        return new Login(browser, target.inResponseTo(authnRequest.getAttribute("ID"), parameters.get("RelayState")));
    }
}
