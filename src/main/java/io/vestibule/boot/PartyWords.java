package io.vestibule.boot;

/** What an operator reads of a party that was told of the end of a session: as the person reads it on their page. */
final class PartyWords {
    private PartyWords() {}

    /** @param word as the API says it; one that is not known stays as it is */
    static String of(String word) {
        return switch (word) {
            case "signed-out" -> "signed out";
            case "tokens-over" -> "its access from this session is over";
            case "unconfirmed" -> "asked to sign the person out; it did not confirm";
            case "unreachable" -> "did not answer";
            case "refused" -> "refused to sign the person out";
            case "unsupported" -> "cannot be told";
            case "needs-browser" -> "cannot be told: only the person's own browser could";
            default -> word;
        };
    }
}
