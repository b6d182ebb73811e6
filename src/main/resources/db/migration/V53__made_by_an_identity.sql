-- What somebody handed on as the person whom an account elsewhere led to: it ends when that account leads here no more.
create table delegation_origin (
    realm     text not null,
    kind      text not null, -- which of the tables of what is handed on it is in
    id        text not null,
    connector text not null,
    subject   text not null,
    primary key (realm, kind, id, connector, subject)
);
create index delegation_origin_by_identity on delegation_origin (realm, connector, subject);
