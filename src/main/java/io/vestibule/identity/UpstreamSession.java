package io.vestibule.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * What an upstream calls its own session (sid, SessionIndex), and the proof it wants back at logout (an id_token).
 *
 * @param issued when it wrote the message that said so, by its own clock; known on the way in alone
 */
public record UpstreamSession(Optional<String> id, Optional<Secret> logoutHint, Optional<Instant> issued) {
    private static final UpstreamSession NONE = new UpstreamSession(Optional.empty(), Optional.empty());

    public UpstreamSession(Optional<String> id, Optional<Secret> logoutHint) {
        this(id, logoutHint, Optional.empty());
    }

    public static UpstreamSession none() {
        return NONE;
    }
}
