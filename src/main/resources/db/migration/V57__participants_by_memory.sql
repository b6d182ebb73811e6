-- Who is called by a name alone is found by what was remembered when the name was given. Most protocols remember nothing, and few
-- parties are told another name in the course of a session.
alter table session_participant add column former text[] not null default '{}';
create index session_participant_by_memory on session_participant using hash (memory) where memory <> '';
create index session_participant_by_former on session_participant using gin (former) where former <> '{}';
