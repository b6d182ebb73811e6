package io.vestibule.portal;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Optional;

/** Fails as code of ours may: while it works, and while its page is rendered. */
@Path("/realms/{realm}/broken")
class BrokenEndpoint {
    static final String INSIDE = "password of the database is hunter2";

    record Nowhere() implements PageModel {
        @Override
        public String template() {
            return "no-such-template";
        }

        @Override
        public Optional<RealmName> pageRealm() {
            return Optional.empty();
        }
    }

    @GET
    public BrowserReply working() {
        throw new IllegalStateException(INSIDE);
    }

    @GET
    @Path("/page")
    public BrowserReply rendering() {
        return new BrowserReply.Page(200, new Nowhere());
    }
}
