package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.relyingparty.WaitingDevice;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the relying party wants, in plain words; {@code name=consent}, {@code value=allow|deny}.
 *
 * @param flow handle of the waiting login, posted back as {@code flow}
 * @param asked what is new, as scope names ({@code profile}, {@code email}, {@code offline_access}, others as they are)
 * @param agreed what was agreed to before
 * @param device which gets it in this browser's stead; then the page asks about the device first
 */
public record ConsentView(
        Optional<RealmName> pageRealm,
        RelyingPartyView relyingParty,
        URI action,
        String flow,
        String displayName,
        String username,
        List<String> asked,
        List<String> agreed,
        Optional<Device> device)
        implements PageModel {
    /**
     * What the person can compare with the device in front of them.
     *
     * @param sameAddress whether it asked from where this browser is
     */
    public record Device(String code, String address, String userAgent, boolean sameAddress) {
        public static Device of(WaitingDevice waiting, Visitor visitor) {
            return new Device(
                    waiting.code(),
                    waiting.address(),
                    waiting.userAgent(),
                    waiting.address().equals(visitor.address()));
        }
    }

    @Override
    public String template() {
        return device.isPresent() ? "device-approve" : "consent";
    }
}
