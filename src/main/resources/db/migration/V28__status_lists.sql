-- Status lists (draft-ietf-oauth-status-list): which tokens were taken back, for those who check them without asking. One list, or
-- several parts of one, for all tokens of a realm that end within the same hour; it goes when they have ended.
create table status_list (
    realm  text    not null,
    bucket bigint  not null, -- the hour, counted from the epoch, in which the last of them has ended
    blocks integer not null, -- of places in it that nodes have taken for themselves
    primary key (realm, bucket)
);
create table status_entry (
    realm   text    not null,
    bucket  bigint  not null,
    place   integer not null,
    line    text    not null, -- what the token came from and ends with: a family of tokens, or the first of a chain
    token   text    not null, -- its own name
    revoked boolean not null,
    primary key (realm, bucket, place)
);
create index status_entry_by_line on status_entry (line);
create index status_entry_revoked on status_entry (realm, bucket, place) where revoked;
