-- Sessions are cleared away when they are idle, not only when they are old.
create index sso_session_idle on sso_session (realm, last_used_at);
