package io.vestibule.protocol.keystone.identity;

import io.vestibule.directory.PasswordChange;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;

/** Why a password was not set, in Keystone's words, none of which repeats it. */
final class PasswordRefusals {
    private static final int UNAVAILABLE = 503;

    private PasswordRefusals() {}

    static KeystoneRefused of(PasswordChange why) {
        return switch (why) {
            case PasswordChange.Changed ignored ->
                throw new IllegalArgumentException("a changed password is no refusal");
            case PasswordChange.TooShort(int minimum) -> requirements("at least " + minimum + " characters");
            case PasswordChange.NotAsWanted(String wanted) -> requirements(wanted);
            case PasswordChange.UsedBefore(int unique) ->
                KeystoneRefused.badRequest("The new password cannot be identical to a previous password. The total"
                        + " number which includes the new password must be unique is " + unique + ".");
            case PasswordChange.TooSoon(long minimumDays, long daysLeft) ->
                KeystoneRefused.badRequest(
                        "You cannot change your password at this time due to the minimum password age. Once you change"
                                + " your password, it must be used for " + minimumDays
                                + " day(s) before it can be changed. Please try again in " + daysLeft
                                + " day(s) or contact your administrator to reset your password.");
            case PasswordChange.OnlyByAdministrators ignored ->
                KeystoneRefused.badRequest(
                        "You cannot change your password at this time due to password policy disallowing password"
                                + " changes. Please contact your administrator to reset your password.");
            case PasswordChange.Unusable ignored ->
                KeystoneRefused.badRequest(
                        "Password validation error: it is empty, too long or not made of characters that can be typed.");
            case PasswordChange.UnknownUser ignored ->
                KeystoneRefused.unauthorized().because("unknown-user");
            case PasswordChange.NotProven ignored ->
                KeystoneRefused.unauthorized().because("wrong-password");
            case PasswordChange.Busy ignored ->
                KeystoneRefused.of(
                        UNAVAILABLE, "Service Unavailable", "Too many passwords are being checked. Please try again.");
        };
    }

    private static KeystoneRefused requirements(String wanted) {
        return KeystoneRefused.badRequest("The password does not match the requirements: " + wanted + ".");
    }
}
