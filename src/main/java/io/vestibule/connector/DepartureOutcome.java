package io.vestibule.connector;

/** Whether the browser can be sent to the upstream. */
public sealed interface DepartureOutcome {
    record Ready(Departure departure) implements DepartureOutcome {}

    /**
     * The upstream cannot be used now.
     *
     * @param detail for the operator's log only
     */
    record Unreachable(String detail) implements DepartureOutcome {}
}
