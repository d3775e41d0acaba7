-- One region's home for records. Plain SQL: any database that speaks PostgreSQL's protocol.

-- Roles by what they may, and without a login: logins are their members. An owner who may not create roles finds them
-- made (docs/configuration.md).
do $$
declare
    name text;
begin
    foreach name in array array['${gateway}', '${sequencer}', '${reader}', '${backup}'] loop
        if not exists (select from pg_roles where rolname = name) then
            execute format('create role %I nologin', name);
        end if;
    end loop;
end $$;

-- Whose database this is: written at the first start, compared at each.
create table residence (
    id          integer primary key check (id = 1),
    region      text  not null,
    check_value bytea not null
);

-- One partition for each month of the ids' time, made ahead by the owner; what falls into none goes to the last.
create table record (
    id          uuid primary key,
    tenant      text        not null,
    type        text        not null,
    status      text        not null,
    created_at  timestamptz not null,
    occurred_at timestamptz not null,
    expires_at  timestamptz not null,
    key_id      uuid        not null,
    suite       text        not null,
    policy      text        not null,
    envelope    bytea,
    event_id    uuid        not null
) partition by range (id);
create table record_other partition of record default;
create index record_key on record (key_id);
create index record_expiry on record (expires_at) where envelope is not null;

-- What must not outlive an erasure: no long-lived backup has this schema (docs/backup.md).
create schema perishable;

-- The KEKs that wrap subjects' keys, the current one last. A row goes when its KEK is retired.
create table perishable.kek (
    id         text primary key,
    n          bigint generated always as identity (cache 1) unique,
    created_at timestamptz not null
);

-- A data subject's keys, and who the subject is: the pseudonym stands nowhere else. A key with a session is for what
-- is bound to that session, and goes with it.
create table perishable.subject_key (
    id               uuid primary key,
    tenant           text        not null,
    pseudonym        bytea       not null,
    session          bytea       not null default '',
    generation       integer     not null,
    kek              text        not null references perishable.kek (id),
    wrapped          bytea       not null,
    uses             bigint      not null,
    created_at       timestamptz not null,
    -- Until when the law wants the network log kept of a subject that is erased: the key is for that alone.
    restricted_until timestamptz,
    unique (tenant, pseudonym, session, generation)
);
create index subject_key_pseudonym on perishable.subject_key (pseudonym);
create index subject_key_kek on perishable.subject_key (kek, id);

create index subject_key_session on perishable.subject_key (tenant, session) where session <> '';

-- A key that is destroyed. The row stays, so that its records answer that they are erased.
create table erased_key (
    key_id    uuid primary key,
    tenant    text        not null,
    epoch     bigint      not null,
    erased_at timestamptz not null,
    swept_at  timestamptz,
    -- When the pages of the deleted keys were vacuumed.
    vacuumed_at timestamptz,
    -- Until when the network log that the key sealed is kept; null once nothing of it is left.
    log_until timestamptz
);
create index erased_key_epoch on erased_key (epoch);
create index erased_key_unswept on erased_key (key_id) where swept_at is null;
create index erased_key_log on erased_key (log_until) where log_until is not null;
create index erased_key_unclean on erased_key (swept_at) where vacuumed_at is null;

-- Counts erasures. Writers hold it in share mode while they seal, so no key is used once it is destroyed.
create table erasure_epoch (
    id    integer primary key check (id = 1),
    epoch bigint not null
);
insert into erasure_epoch (id, epoch) values (1, 0);

-- Sessions that have ended, by the MAC of tenant and id: records of them are refused.
create table closed_session (
    session   bytea primary key,
    tenant    text        not null,
    closed_at timestamptz not null,
    -- When what the session was found by was removed too.
    swept_at  timestamptz
);
create index closed_session_closed on closed_session (closed_at);
create index closed_session_unswept on closed_session (session) where swept_at is null;

-- What records are found by: keyed MACs of values, under the key whose end is the row's. docs/search.md says what it
-- gives away.
create table perishable.blind_index (
    tenant text  not null,
    field  text  not null,
    value  bytea not null,
    record uuid  not null,
    key_id uuid  not null,
    primary key (record, field)
);
create index blind_index_value on perishable.blind_index (tenant, field, value, record);
create index blind_index_key on perishable.blind_index (key_id);

-- Legal holds: while one is in force, its data subject is not erased and nothing of it expires.
create table perishable.legal_hold (
    tenant    text        not null,
    pseudonym bytea       not null,
    reference text        not null,
    basis     text        not null,
    until     timestamptz,
    placed_at timestamptz not null,
    event_id  uuid        not null,
    primary key (tenant, pseudonym, reference)
);

-- The keys whose records are held.
create view perishable.held_key as
    select k.id from perishable.subject_key k join perishable.legal_hold h using (tenant, pseudonym)
    where h.until is null or h.until > now();

-- What erasures did, so that their certificates can be given again. Random ids, codes and counts; whom one was about,
-- only the salt tells, which the caller alone was given.
create table erasure (
    event_id    uuid primary key,
    certificate uuid        not null,
    tenant      text        not null,
    commitment  bytea       not null,
    keys        uuid[]      not null,
    keks        text[]      not null,
    log_until   timestamptz,
    rules       text[]      not null,
    law         text[]      not null,
    exports     text[]      not null,
    erased_at   timestamptz not null,
    -- How many records of which types; counted after the keys were destroyed.
    kinds       text[]
);
create index erasure_certificate on erasure (certificate);

create table idempotency (
    key_mac     bytea primary key,
    request_mac bytea       not null,
    tenant      text        not null,
    status      integer     not null,
    answer      bytea       not null,
    created_at  timestamptz not null
);
create index idempotency_created on idempotency (created_at);

-- What compliance entered about a tenant, every version whole. The latest counts.
create table register (
    tenant     text        not null,
    version    bigint      not null check (version > 0),
    document   text        not null,
    changes    text        not null,
    actor      text        not null,
    entered_at timestamptz not null,
    event_id   uuid        not null unique,
    mac        bytea       not null,
    primary key (tenant, version)
);

-- By month like the records.
create table audit_detail (
    event_id  uuid primary key,
    tenant    text        not null,
    key_id    uuid        not null,
    sealed    bytea       not null
) partition by range (event_id);
create table audit_detail_other partition of audit_detail default;
create index audit_detail_key on audit_detail (key_id);

-- What was asked of the law and what it answered, each once, so that audited events can be decided again under
-- other policies. Attributes only; docs/adr/0005-facts-are-kept-for-replay.md says why they may stay.
create table decision (
    id       bytea primary key,
    tenant   text  not null,
    query    text  not null,
    facts    text  not null,
    policy   text  not null,
    revision text  not null,
    answer   text  not null
);

create table audit_outbox (
    q        bigint generated always as identity (cache 1) primary key,
    event_id uuid  not null unique,
    entry    bytea not null check (octet_length(entry) between 1 and 16384),
    decision bytea
);

-- How many persons' data each legal entity has taken abroad in a year (CAC 2024 arts 7 and 8). Counted in the
-- transaction of the export's audit row, under a lock of the counter's row.
create table export_volume (
    tenant text    not null,
    entity text    not null,
    year   integer not null,
    pi     bigint  not null check (pi >= 0),
    spi    bigint  not null check (spi >= 0),
    primary key (tenant, entity, year)
);

-- Who is in those counts, by a keyed mark of entity, year, kind and person that is like no other of that person.
-- docs/adr/0006-marks-of-exports.md says why it outlives an erasure.
create table export_person (
    person bytea primary key,
    tenant text    not null,
    entity text    not null,
    year   integer not null,
    kind   text    not null check (kind in ('PI', 'SPI'))
);
create index export_person_year on export_person (year);

-- Records on their way to another region (docs/transfers.md). Here what leaves this region: who asked for what.
create table transfer (
    id          uuid primary key,
    tenant      text        not null,
    target      text        not null,
    mode        text        not null check (mode in ('MOVE', 'COPY')),
    -- The record, or one of the keys of the subject whose home moves.
    record      uuid,
    key_id      uuid,
    -- How many seconds the law wants the network log kept of a subject whose home moves.
    keep_log    bigint,
    -- What else was asked, attributes only, so that the law can be asked again after a crash.
    request     text        not null,
    once        bytea unique,
    request_mac bytea,
    begun_at    timestamptz not null,
    -- Who asks the law about the records, until when nobody else does.
    decider        uuid,
    deciding_until timestamptz,
    -- When the law had been asked about every record; what the order was answered if all stay.
    decided_at  timestamptz,
    refusal     text,
    -- When nothing was left to do.
    ended_at    timestamptz,
    check ((record is null) <> (key_id is null))
);
create index transfer_unfinished on transfer (target) where ended_at is null;
create index transfer_undecided on transfer (begun_at) where decided_at is null;
create index transfer_tenant on transfer (tenant, ended_at);

-- Each record of a transfer, how far it is, and the entries of both logs. Stays, because it says where a record went.
create table departure (
    -- The record's id at the target.
    arrival     uuid primary key,
    transfer    uuid not null references transfer (id),
    record      uuid not null,
    mode        text not null,
    target      text not null,
    policy      text not null,
    state       text not null check (state in ('BEGUN', 'ARRIVED', 'RELEASED', 'DONE', 'GONE', 'STAYED')),
    code        text,
    event_id    uuid not null,
    arrived_id  uuid,
    released_id uuid,
    opened_id   uuid,
    unique (transfer, record)
);
create index departure_record on departure (record);
-- A record moves once, and is copied once to a region.
create unique index departure_move on departure (record) where mode = 'MOVE' and state not in ('GONE', 'STAYED');
create unique index departure_copy on departure (record, target) where mode = 'COPY' and state not in ('GONE', 'STAYED');
create index departure_under_way on departure (target, state) where state in ('BEGUN', 'ARRIVED', 'RELEASED');

-- Records that have come from another region and may not be read yet: their old home has not let go of them.
create table arrival (
    transfer    uuid        not null,
    id          uuid primary key,
    tenant      text        not null,
    type        text        not null,
    status      text        not null,
    created_at  timestamptz not null,
    occurred_at timestamptz not null,
    expires_at  timestamptz not null,
    key_id      uuid        not null,
    suite       text        not null,
    policy      text        not null,
    envelope    bytea,
    event_id    uuid        not null
);
create index arrival_expiry on arrival (expires_at);

-- What authorities demand (docs/disclosures.md), and what came of it: rows that are only ever added. They name nobody;
-- whom a demand is about is sealed under the persons' own keys.
create table disclosure (
    id          uuid primary key,
    tenant      text        not null,
    document    text        not null,
    received_at timestamptz not null,
    event_id    uuid        not null,
    mac         bytea       not null
);
create index disclosure_tenant on disclosure (tenant, id);

create table disclosure_step (
    disclosure uuid        not null references disclosure (id),
    n          integer     not null check (n > 0),
    tenant     text        not null,
    kind       text        not null check (kind in ('APPROVED', 'REFUSED', 'RELEASED')),
    -- The pseudonym of who took it.
    officer    text        not null,
    document   text        not null,
    taken_at   timestamptz not null,
    event_id   uuid        not null,
    mac        bytea       not null,
    primary key (disclosure, n)
);

create table disclosure_subject (
    disclosure uuid    not null references disclosure (id),
    n          integer not null,
    tenant     text    not null,
    key_id     uuid    not null,
    sealed     bytea   not null,
    primary key (disclosure, n)
);
create index disclosure_subject_key on disclosure_subject (key_id);

create table audit_tree (
    log_id text primary key,
    size   bigint not null,
    root   bytea  not null,
    epoch  bigint not null,
    -- The gateway that writes the log, until when; another waits.
    holder     uuid,
    held_until timestamptz,
    -- The region's logs follow one another (docs/shards.md): which one this is, why it is to be closed, whether its
    -- last entry says that it is closed, and before which entry bundles may have been pruned.
    n       integer not null unique,
    closing text check (closing in ('year', 'compromise')),
    closed  boolean not null default false,
    minimum bigint  not null default 0
);
-- One log at a time takes entries.
create unique index audit_tree_open on audit_tree ((true)) where not closed;

-- The generations of keys that sign a log, as vkeys, one a line; and when one stops signing beside its successor.
create table audit_key (
    log_id     text        not null,
    generation text        not null,
    vkeys      text        not null,
    begun_at   timestamptz not null,
    until      timestamptz,
    primary key (log_id, generation)
);

-- Why no bundle of the region's logs may be pruned now.
create table audit_hold (
    tenant    text        not null,
    reference text        not null,
    basis     text        not null,
    until     timestamptz,
    placed_at timestamptz not null,
    event_id  uuid        not null,
    primary key (tenant, reference)
);

create table audit_bundle (
    log_id text    not null,
    n      bigint  not null,
    w      integer not null,
    data   bytea   not null,
    primary key (log_id, n)
);

create table audit_tile (
    log_id text    not null,
    level  integer not null,
    n      bigint  not null,
    w      integer not null,
    data   bytea   not null,
    primary key (log_id, level, n)
);

create table audit_index (
    log_id   text   not null,
    idx      bigint not null,
    event_id uuid   not null unique,
    leaf     bytea  not null,
    decision bytea,
    primary key (log_id, idx)
);

create table audit_pub (
    log_id    text   not null,
    size      bigint not null,
    root      bytea  not null,
    note      text   not null,
    signed_at timestamptz not null,
    primary key (log_id, size)
);

-- Entries that a restored database learned from the published log, of events that its backup was without.
create table audit_lost (
    q      bigint generated always as identity primary key,
    log_id text   not null,
    idx    bigint not null
);

-- The newest signed checkpoint that witnesses cosigned, with what has come of their signatures.
create table audit_cosigned (
    log_id text primary key,
    size   bigint not null,
    note   text   not null
);

-- What this region cosigned last of each log that it witnesses, with its own cosignature. Only grows.
create table witnessed (
    origin      text primary key,
    size        bigint      not null check (size >= 0),
    root        bytea       not null,
    note        text        not null,
    cosigned_at timestamptz not null
);

-- How far the removal of what has expired is: one row.
create table retention (
    id        integer primary key check (id = 1),
    -- Records whose envelopes were removed because their time was over, ever.
    removed   bigint not null,
    swept_at  timestamptz,
    -- What the log was told last: how many a sweep left.
    overdue   bigint,
    stated_at timestamptz,
    event_id  uuid,
    -- Until when nothing is removed: after a restored backup.
    paused_until timestamptz
);
insert into retention (id, removed) values (1, 0);

-- Refused logins of the last minutes, by each gateway; a minute that is over becomes entries of the log.
create table refused_login (
    minute  timestamptz not null,
    kind    text        not null,
    gateway uuid        not null,
    refused bigint      not null,
    sources integer     not null,
    primary key (minute, kind, gateway)
);

-- Whose data was touched by which credential and under which KEK, by the hour: summed up from the log, so that the scope
-- of a breach is told without reading it (docs/breaches.md). Rows are of one page of the log each.
create table perishable.access (
    hour      timestamptz not null,
    tenant    text        not null,
    cred      text,
    kek       text,
    kind      integer     not null,
    key_id    uuid,
    log       integer     not null,
    entries   integer     not null,
    first_idx bigint      not null,
    last_idx  bigint      not null
);
create index access_key on perishable.access (key_id);
create index access_hour on perishable.access (hour);

create table perishable.access_kind (
    id     integer generated always as identity primary key,
    type   text not null,
    act    text not null,
    labels text not null,
    unique (type, act, labels)
);

-- How far each log is summed up.
create table perishable.access_log (
    id       integer generated always as identity primary key,
    log_id   text   not null unique,
    next_idx bigint not null
);

-- Tenants apart: a transaction of the gateway sees and adds rows of those tenants alone that it names (Stores); of none
-- if it names none. Reports and backups are of all tenants. The owner passes. A table with a tenant comes into this list.
do $$
declare
    named constant text := '(select nullif(current_setting(''domicile.tenants'', true), ''''))::text[]';
    one text;
begin
    foreach one in array array[
        'record',
        'audit_detail',
        'idempotency',
        'register',
        'decision',
        'export_volume',
        'export_person',
        'closed_session',
        'erasure',
        'transfer',
        'arrival',
        'audit_hold',
        'disclosure',
        'disclosure_step',
        'disclosure_subject',
        'perishable.subject_key',
        'perishable.blind_index',
        'perishable.access',
        'perishable.legal_hold'
    ] loop
        execute format('alter table %s enable row level security', one);
        execute format('create policy named_tenants on %s to ${gateway} using (tenant = any (%s))', one, named);
        execute format('create policy all_tenants on %s for select to ${reader}, ${backup} using (true)', one);
    end loop;

    -- What the gateway also reads across tenants, when it says so: which registers have changed, and what to replay.
    foreach one in array array['register', 'decision'] loop
        execute format('create policy wildcard on %s for select to ${gateway} using (''*'' = any (%s))', one, named);
    end loop;

    -- A departure is of the tenant of its transfer.
    alter table departure enable row level security;
    create policy named_tenants on departure to ${gateway}
        using (exists (select from transfer t where t.id = transfer));
    create policy all_tenants on departure for select to ${reader}, ${backup} using (true);

    -- Every writer must know of every key that is destroyed: ids alone. Tombstones are made for named tenants.
    alter table erased_key enable row level security;
    create policy all_tenants on erased_key for select to ${gateway}, ${reader}, ${backup} using (true);
    execute format('create policy named_tenants on erased_key for insert to ${gateway} with check (tenant = any (%s))', named);
end $$;

-- The gateway's role reads, and adds. It changes no audit row, and no record once written.
grant usage on schema public, perishable to ${gateway};
grant select, insert on record, erased_key, idempotency, audit_detail, audit_outbox, decision to ${gateway};
grant select, insert on register to ${gateway};
grant select, insert, delete on perishable.subject_key to ${gateway};
grant update (uses) on perishable.subject_key to ${gateway};
grant select, update on erasure_epoch to ${gateway};
grant select, insert on closed_session, perishable.blind_index to ${gateway};
grant select, insert, update, delete on perishable.legal_hold to ${gateway};
grant select, insert on erasure to ${gateway};
grant update (kinds) on erasure to ${gateway};
grant select, insert on export_volume, export_person to ${gateway};
grant update (pi, spi) on export_volume to ${gateway};
grant select on perishable.kek, audit_tree, audit_bundle, audit_tile, audit_index, audit_pub, audit_key to ${gateway};
grant select on audit_cosigned to ${gateway};
grant select, insert on disclosure, disclosure_step, disclosure_subject to ${gateway};
grant select, insert on transfer, departure, arrival to ${gateway};
grant update (decider, deciding_until, decided_at, refusal) on transfer to ${gateway};

-- The sequencer's role writes the log: nothing of records or keys. The owner begins the first, orders that one be
-- closed, and prunes.
grant usage on schema public to ${sequencer};
grant select, delete on audit_outbox to ${sequencer};
grant select on audit_tree, audit_bundle, audit_tile, audit_index, audit_pub, audit_key to ${sequencer};
grant insert on audit_tree, audit_key to ${sequencer};
grant update (size, root, epoch, holder, held_until, closed) on audit_tree to ${sequencer};
grant insert on audit_bundle, audit_tile, audit_index, audit_pub to ${sequencer};
grant update (w, data) on audit_bundle, audit_tile to ${sequencer};
grant select, insert, update on audit_cosigned, witnessed to ${sequencer};

-- The reader's role is for reports: no envelope, no wrapped key, nothing that says which records are one person's.
grant usage on schema public, perishable to ${reader};
grant select (id, tenant, type, status, created_at, occurred_at, expires_at, suite, policy, event_id) on record to ${reader};
grant select on register, decision, erased_key, erasure, export_volume, retention to ${reader};
grant select (tenant, reference, basis, until, placed_at, event_id) on perishable.legal_hold to ${reader};
grant select on audit_tree, audit_bundle, audit_tile, audit_index, audit_pub, audit_key, audit_hold to ${reader};
grant select on audit_cosigned to ${reader};
grant select (tenant, generation, kek, uses, created_at, restricted_until) on perishable.subject_key to ${reader};
grant select on perishable.kek to ${reader};

-- The backup's role copies everything but what must not outlive an erasure; partitions that come later too.
grant usage on schema public to ${backup};
grant select on all tables in schema public to ${backup};
grant select on all sequences in schema public to ${backup};
alter default privileges in schema public grant select on tables to ${backup};
