/**
 * A person's own account: what they may see of it and change in it by themselves.
 *
 * <p>Owns: who is at the account's door and how freshly proven, the overview, the person's actions, the activity they are
 * shown (table account_activity). Locks: app_user. Does not: render pages or JSON (portal), decide who is the same person
 * (directory), or know a protocol. Enters by: AccountVisits, AccountOverview, AccountActions. Leaves by: records, and logout.
 */
@NullMarked
package io.vestibule.account;

import org.jspecify.annotations.NullMarked;
