package io.vestibule.directory;

/** What came of a one-time passcode. Whoever brings a wrong one learns nothing but that it was not right. */
public enum PasscodeCheck {
    RIGHT,
    WRONG,
    /** Right, and seen before: on any node. */
    USED_BEFORE,
    /** Tried wrongly too often; not looked at. */
    LOCKED,
    /** Of a new authenticator, when there are as many as anybody may have. */
    FULL;

    /** A stable word for the audit log. */
    public String reason() {
        return switch (this) {
            case RIGHT -> "right";
            case WRONG -> "wrong-passcode";
            case USED_BEFORE -> "passcode-used-before";
            case LOCKED -> "passcode-locked";
            case FULL -> "authenticators-too-many";
        };
    }
}
