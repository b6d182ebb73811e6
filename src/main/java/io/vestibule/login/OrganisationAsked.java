package io.vestibule.login;

import java.util.Locale;
import java.util.Optional;

/**
 * What the person did so far to say which organisation behind a connector is theirs.
 *
 * @param organisation the one chosen
 * @param search what was typed
 * @param more whether more than the first few are wanted
 * @param language of the page, when the person switched it
 */
public record OrganisationAsked(
        Optional<String> organisation, Optional<String> search, boolean more, Optional<Locale> language) {}
