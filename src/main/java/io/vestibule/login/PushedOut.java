package io.vestibule.login;

import io.vestibule.audit.Circumstances;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionRef;

/** A session for which its browser's cookie has no room any more: nobody can reach it from there, and so it ends. */
public record PushedOut(RealmName realm, SessionRef session, Circumstances by) {}
