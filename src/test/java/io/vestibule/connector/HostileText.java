package io.vestibule.connector;

/** What somebody may put where a connector expects a name, a password, a code or a message. */
enum HostileText {
    EMPTY(""),
    BLANK("   "),
    NUL("\0"),
    NUL_INSIDE("ada\0"),
    ONE_MEGABYTE("a".repeat(1 << 20)),
    ONE_MEGABYTE_OF_COMBINING_MARKS("\u0301".repeat(1 << 20)),
    RIGHT_TO_LEFT_OVERRIDE("\u202Enimda"),
    UNPAIRED_HIGH_SURROGATE("ada\uD83D"),
    UNPAIRED_LOW_SURROGATE("\uDE00ada"),
    NONCHARACTER("\uFFFF"),
    HEADER_INJECTION("ada\r\nSet-Cookie: a=b"),
    SQL("' or '1'='1"),
    LDAP_FILTER("*)(uid=*))(|(uid=*"),
    MARKUP("<script>alert(1)</script>"),
    PATH("../../../../etc/passwd"),
    PERCENT("%00%zz%"),
    EXPRESSION("${jndi:ldap://127.0.0.1/a}");

    final String text;

    HostileText(String text) {
        this.text = text;
    }
}
