package io.vestibule.relyingparty;

import io.vestibule.identity.ScopeName;

/**
 * Whether a proof is to say what the person may do somewhere, and where.
 *
 * @param name of a scope as in {@link ScopeName#text()}, when one is named
 */
public record ScopeWish(Kind kind, String name) {
    /** How much was said. */
    public enum Kind {
        /** No roles are asked for. */
        NONE,
        /** The person says where. */
        CHOOSE,
        /** There or nowhere. */
        NAMED
    }

    private static final ScopeWish NONE = new ScopeWish(Kind.NONE, "");
    private static final ScopeWish CHOOSE = new ScopeWish(Kind.CHOOSE, "");

    public static ScopeWish none() {
        return NONE;
    }

    public static ScopeWish choose() {
        return CHOOSE;
    }

    public static ScopeWish named(ScopeName name) {
        return new ScopeWish(Kind.NAMED, name.text());
    }
}
