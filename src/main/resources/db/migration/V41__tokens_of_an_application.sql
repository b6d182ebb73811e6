-- A person may sign out of one application and stay signed in: which tokens of the Identity API are its own. Of rows from
-- before this it is not known.
alter table keystone_session_token add column relying_party text;
