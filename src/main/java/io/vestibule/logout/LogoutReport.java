package io.vestibule.logout;

import io.vestibule.identity.RelyingPartyId;
import io.vestibule.relyingparty.LogoutNotice;
import java.net.URI;
import java.util.List;

/** What came of telling every participant of a session that it is over. */
public record LogoutReport(List<Told> told) {
    /** One relying party and what is known of it. */
    public record Told(RelyingPartyId relyingParty, LogoutNotice notice) {}

    public LogoutReport {
        told = List.copyOf(told);
    }

    /** Pages that tell a relying party by being loaded. */
    List<URI> frames() {
        return told.stream()
                .map(Told::notice)
                .filter(LogoutNotice.InFrame.class::isInstance)
                .map(notice -> ((LogoutNotice.InFrame) notice).page())
                .toList();
    }
}
