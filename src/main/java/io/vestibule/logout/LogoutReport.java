package io.vestibule.logout;

import io.vestibule.identity.RelyingPartyId;
import io.vestibule.relyingparty.LogoutNotice;
import io.vestibule.relyingparty.LogoutParticipant;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What came of telling every participant of a session that it is over.
 *
 * @param whole false where somebody else ended it at that moment: then these are those to whom the news is still owed, and of others
 *     nothing is known here
 */
public record LogoutReport(List<Told> told, boolean whole) {
    /** In the place of a protocol: what is said of who vouched for the person, whose connector stands for the relying party. */
    public static final String UPSTREAM = "upstream";

    /**
     * One relying party and what is known of it.
     *
     * @param name what people call it
     * @param shown whether people know it at all; the pages of this server take part in sessions, too
     */
    public record Told(
            String protocol, LogoutParticipant.Party party, String name, boolean shown, LogoutNotice notice) {
        public RelyingPartyId relyingParty() {
            return party.relyingParty();
        }

        /** What came of it where nobody is at a browser: a stable word. */
        public String word() {
            return switch (notice) {
                case LogoutNotice.Done done -> "signed-out";
                case LogoutNotice.ViaBrowser viaBrowser -> "needs-browser";
                case LogoutNotice.InFrame inFrame -> "needs-browser";
                case LogoutNotice.Unconfirmed unconfirmed -> "unconfirmed";
                case LogoutNotice.TokensAlone alone -> "tokens-over";
                case LogoutNotice.Unsupported unsupported -> "unsupported";
                case LogoutNotice.Failed failed -> "unreachable";
                case LogoutNotice.Refused refused -> "refused";
            };
        }

        /** The name of the notice that is still owed. */
        Optional<String> owed() {
            return notice instanceof LogoutNotice.StillOwed
                    ? Optional.of(party.session().id() + " " + protocol + " " + relyingParty())
                    : Optional.empty();
        }

        boolean waitsForBrowser() {
            return notice instanceof LogoutNotice.ViaBrowser && !protocol.equals(UPSTREAM);
        }
    }

    public LogoutReport {
        told = List.copyOf(told);
    }

    /** Of everybody. */
    LogoutReport(List<Told> told) {
        this(told, true);
    }

    /** Whether everyone is known to be signed out; the pages of this server see at once that the session is over. */
    public boolean complete() {
        return whole && told.stream().filter(Told::shown).map(Told::notice).allMatch(LogoutReport::isOut);
    }

    private static boolean isOut(LogoutNotice notice) {
        return notice instanceof LogoutNotice.Done || notice instanceof LogoutNotice.TokensAlone;
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
