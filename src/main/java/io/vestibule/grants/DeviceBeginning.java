package io.vestibule.grants;

import io.vestibule.identity.Secret;
import java.time.Duration;

/** What came of a device's first request. */
public sealed interface DeviceBeginning {
    /** It may ask with {@code deviceCode} every {@code interval}, while a person looks for where to type {@code userCode}. */
    record Begun(Secret deviceCode, UserCode userCode, Duration interval) implements DeviceBeginning {}

    /** Too many wait already; {@code reason} is a stable word for the audit log. */
    record Full(String reason) implements DeviceBeginning {}
}
