package io.vestibule.relyingparty;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What Keystones call what they tell each other of people, whatever carries it. */
public final class OpenStackNames {
    public static final String USER = "openstack_user";
    public static final String USER_DOMAIN = "openstack_user_domain";
    public static final String ROLES = "openstack_roles";
    public static final String PROJECT = "openstack_project";
    public static final String PROJECT_DOMAIN = "openstack_project_domain";
    public static final String GROUPS = "openstack_groups";

    private static final char SEPARATOR = ';';

    private OpenStackNames() {}

    /**
     * Whether it arrives as one name. Web servers join values with a semicolon and Keystone splits there, whatever stands before
     * it: somebody called {@code x;admin} would arrive as two users (security case 52).
     */
    public static boolean isOne(String name) {
        return name.indexOf(SEPARATOR) < 0 && name.chars().noneMatch(Character::isISOControl);
    }

    /** A group as a value; a semicolon in JSON stands only in a text, where it can be written so that nobody splits there. */
    public static String group(String name, String domain) {
        ObjectNode named = JsonNodeFactory.instance.objectNode().put("name", name);
        named.putObject("domain").put("name", domain);
        return "JSON:" + named.toString().replace(";", "\\u003b");
    }
}
