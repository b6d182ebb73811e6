package io.vestibule.access;

import java.util.Optional;

/** A registered limit as somebody wants it; whether service and region exist is for the catalogue to say. */
public record RegisteredLimitDraft(
        String service, Optional<String> region, String resource, long defaultLimit, Optional<String> description) {}
