-- Upstreams end sessions by the name they gave them, or by whose they are.
create index sso_session_by_upstream on sso_session (realm, connector, upstream_subject);
