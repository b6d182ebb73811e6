-- What counts as one address, so that a network is one however its addresses are written.
alter table device_authorization add column network text not null default '';
drop index device_authorization_by_party;
create index device_authorization_by_party on device_authorization (realm, relying_party, network);
