package io.vestibule.identity;

import java.util.Optional;

/** What an upstream calls its own session (sid, SessionIndex), and the proof it wants back at logout (an id_token). */
public record UpstreamSession(Optional<String> id, Optional<Secret> logoutHint) {
    private static final UpstreamSession NONE = new UpstreamSession(Optional.empty(), Optional.empty());

    public static UpstreamSession none() {
        return NONE;
    }
}
