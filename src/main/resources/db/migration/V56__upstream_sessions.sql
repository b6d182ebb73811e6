-- Upstreams end sessions by the name of their own session alone, too: sid, SessionIndex.
create index sso_session_by_upstream_session on sso_session (realm, connector, upstream_session)
    where upstream_session is not null;
