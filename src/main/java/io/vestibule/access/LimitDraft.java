package io.vestibule.access;

import java.util.Optional;

/** A limit as somebody wants it. */
public record LimitDraft(
        LimitOwner owner,
        String service,
        Optional<String> region,
        String resource,
        long amount,
        Optional<String> description) {}
