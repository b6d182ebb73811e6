-- What a protocol must remember of a proof to tell its relying party that the session is over.
alter table session_participant add column memory text not null default '';
alter table logout_notice add column memory text not null default '';
