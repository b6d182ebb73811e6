package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.Optional;

/**
 * The end of it in the browser; the device finds out by itself.
 *
 * @param enter where another code can be entered
 */
public record DeviceDoneView(Optional<RealmName> pageRealm, Outcome outcome, URI enter) implements PageModel {
    /** What came of it. */
    public enum Outcome {
        APPROVED,
        REFUSED,
        /** The code was not good any more when the person had decided. */
        TOO_LATE
    }

    @Override
    public String template() {
        return "device-done";
    }
}
