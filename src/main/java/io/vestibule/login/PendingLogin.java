package io.vestibule.login;

import io.vestibule.connector.Departure;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.relyingparty.AuthnRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A login under way: the state is the flow. Every state carries its AuthnRequest, so a lost one can start again. */
sealed interface PendingLogin {
    AuthnRequest request();

    /**
     * Nobody proven yet; sealed into the URL of the page.
     *
     * @param browser digest of the cookie of the browser it is for
     * @param restarted whether it was begun again because another browser or no cookie came with it
     * @param link what is to be linked by it, or which test it is
     */
    record Choosing(
            AuthnRequest request, String browser, Instant startedAt, boolean restarted, Optional<LinkHandle> link)
            implements PendingLogin {
        Choosing(AuthnRequest request, String browser, Instant startedAt, boolean restarted) {
            this(request, browser, startedAt, restarted, Optional.empty());
        }
    }

    /**
     * Gone to an upstream; sealed into a cookie that only the way back sees.
     *
     * @param organisation the one behind the connector that the person chose
     * @param anyContext whether it was not told how strongly to authenticate, since it refused what the request wants
     */
    record Away(
            AuthnRequest request,
            ConnectorId connector,
            Optional<String> organisation,
            boolean anyContext,
            Departure.Memory memory,
            String browser,
            Instant startedAt,
            Optional<LinkHandle> link)
            implements PendingLogin {}

    /**
     * One factor proven, and another needed. The URL names it; what counts is stored and taken once.
     *
     * @param handle of the stored half
     */
    record Proving(AuthnRequest request, String handle, Optional<LinkHandle> link) implements PendingLogin {
        /**
         * The stored half, sealed: what a connector vouched for.
         *
         * @param browser digest of the cookie of the browser it is for
         * @param offered seed of an authenticator to be set up; none where one is to be asked for
         * @param linked whether it was by a link that this account elsewhere is this user
         * @param since when it began to wait, in milliseconds of the epoch; wrong passcodes do not begin anew
         * @param session the one that is to become stronger; none where the first factor was shown anew
         */
        record Proven(
                UserId user,
                ConnectorId connector,
                String subject,
                AuthnContext context,
                Optional<String> upstreamSession,
                Optional<String> logoutHint,
                Optional<Instant> issued,
                String browser,
                Optional<String> offered,
                boolean linked,
                long since,
                Optional<SessionId> session) {
            /** The same with more proven. */
            Proven knowing(AuthnContext more) {
                return new Proven(
                        user,
                        connector,
                        subject,
                        more,
                        upstreamSession,
                        logoutHint,
                        issued,
                        browser,
                        Optional.empty(),
                        linked,
                        since,
                        session);
            }
        }
    }

    /**
     * Proven for the first time, and asked whether they are here already; or both proven, and asked whether to link them. The
     * URL names it; what counts is stored and taken once.
     *
     * @param handle of the stored half
     */
    record Linking(AuthnRequest request, String handle) implements PendingLogin {
        /**
         * A stored half, sealed: what a connector vouched for.
         *
         * @param to whose session it is to be linked to, once both are proven
         * @param browser digest of the cookie of the browser it is for
         * @param until when it is too old, whatever was proven beside it since
         * @param onceLinked where it goes on when it is linked, if elsewhere than when it is not
         */
        record Proof(
                Optional<Stored> to,
                ConnectorId connector,
                String subject,
                Map<String, List<String>> claims,
                AuthnContext context,
                Optional<String> upstreamSession,
                Optional<String> logoutHint,
                Optional<Instant> issued,
                String browser,
                Instant until,
                Optional<AuthnRequest> onceLinked) {}

        /** The other stored half: a session of somebody who wants to link, and by which connector they are away. */
        record Wish(
                SessionId session,
                UserId user,
                ConnectorId connector,
                String browser,
                AuthnRequest then,
                AuthnRequest onceLinked) {}

        /** The session that is linked to, and whose. */
        record Stored(SessionId session, UserId user) {}
    }

    /**
     * Proven, and asked what may be given out. The URL names it; what counts is stored and taken once.
     *
     * @param handle of the stored half
     */
    record Consenting(AuthnRequest request, String handle) implements PendingLogin {
        /** The stored half: whose session, and what was shown to be agreed to. */
        record Stored(SessionId session, Set<String> shown) {}
    }

    /**
     * Proven, and asked where they want to act. The URL names it; what counts is stored and taken once.
     *
     * @param handle of the stored half
     */
    record Scoping(AuthnRequest request, String handle) implements PendingLogin {
        /** The stored half: whose session. */
        record Stored(SessionId session) {}
    }
}
