-- What was there, change by change. A revision is a state that differs from the one before; what it shows is every version
-- that began at or before it and had not ended. Rows of a host have its number, as a small integer costs next to nothing.

ALTER TABLE hosts ADD COLUMN number INTEGER;
UPDATE hosts SET number = (SELECT count(*) FROM hosts AS earlier WHERE (earlier.first_seen_at, earlier.id) <= (hosts.first_seen_at, hosts.id));
CREATE UNIQUE INDEX hosts_by_number ON hosts (number);

-- causes is JSON: an array of what led to the revision, as far as it is known. not_before is the time since when the host was not
-- watched in full, where the difference may be older than the instant it was seen at.
CREATE TABLE revisions (
    host       INTEGER NOT NULL REFERENCES hosts (number),
    number     INTEGER NOT NULL,
    at         TEXT    NOT NULL,
    not_before TEXT,
    hash       TEXT    NOT NULL CHECK (length(hash) = 64),
    causes     TEXT,
    PRIMARY KEY (host, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX revisions_by_time ON revisions (host, at, number);

-- Each thing once, in the canonical JSON of its list, without the namespace it is in. The hash is the first half of the SHA-256 of
-- the list's number, a line break and the body.
CREATE TABLE contents (
    id     INTEGER NOT NULL PRIMARY KEY,
    hash   BLOB    NOT NULL UNIQUE CHECK (length(hash) = 16),
    list   INTEGER NOT NULL,
    format INTEGER NOT NULL,
    body   TEXT    NOT NULL
) STRICT;

CREATE TABLE netns (
    id    INTEGER NOT NULL PRIMARY KEY,
    netns TEXT    NOT NULL UNIQUE
) STRICT;

-- From which revision to which a content was there; last is null while it is. Equal things of one namespace have a version each.
CREATE TABLE versions (
    id      INTEGER NOT NULL PRIMARY KEY,
    host    INTEGER NOT NULL REFERENCES hosts (number),
    content INTEGER NOT NULL REFERENCES contents (id),
    netns   INTEGER REFERENCES netns (id),
    first   INTEGER NOT NULL,
    last    INTEGER CHECK (last >= first)
) STRICT;

CREATE INDEX versions_of_content ON versions (content);
CREATE INDEX versions_of_netns ON versions (netns);
CREATE INDEX versions_that_hold ON versions (host, first) WHERE last IS NULL;

-- The versions that ended, so that those of one revision are found without walking the others.
CREATE VIRTUAL TABLE ended USING rtree_i32 (id, first, last);

-- Words by which contents and changes are found: ip:172.17.0.7, mac:…, port:80, container:web, entity:link, key:link/host/eth0 …
CREATE TABLE terms (
    id   INTEGER NOT NULL PRIMARY KEY,
    term TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE content_terms (
    term    INTEGER NOT NULL REFERENCES terms (id),
    content INTEGER NOT NULL REFERENCES contents (id),
    PRIMARY KEY (term, content)
) STRICT, WITHOUT ROWID;

CREATE INDEX terms_of_content ON content_terms (content);

-- The diff of each revision to the one before, in its order. subject is the term key:ENTITY/KEY; kind is 0 added, 1 removed, 2 changed.
CREATE TABLE changes (
    host     INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    subject  INTEGER NOT NULL REFERENCES terms (id),
    kind     INTEGER NOT NULL,
    summary  TEXT    NOT NULL,
    PRIMARY KEY (host, revision, ordinal),
    FOREIGN KEY (host, revision) REFERENCES revisions (host, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE change_terms (
    term     INTEGER NOT NULL REFERENCES terms (id),
    host     INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    PRIMARY KEY (term, host, revision, ordinal)
) STRICT, WITHOUT ROWID;

-- Each run of NetApi: seen_at goes up while it watches, ended_at is set where it ended in order.
CREATE TABLE runs (
    id         INTEGER NOT NULL PRIMARY KEY,
    host       INTEGER NOT NULL REFERENCES hosts (number),
    started_at TEXT    NOT NULL,
    seen_at    TEXT    NOT NULL,
    ended_at   TEXT
) STRICT;

-- Times in which something could not be watched; until is null while it lasts.
CREATE TABLE interruptions (
    host   INTEGER NOT NULL REFERENCES hosts (number),
    scope  TEXT    NOT NULL,
    code   TEXT    NOT NULL,
    since  TEXT    NOT NULL,
    until  TEXT,
    detail TEXT    NOT NULL,
    PRIMARY KEY (host, since, scope, code)
) STRICT, WITHOUT ROWID;

-- A snapshot is a revision that is kept, or a whole state: one taken before there was a history, or one of another host.
-- host_id is the host that keeps it, shown_host_id the one it shows.
CREATE TABLE snapshots_of_revisions (
    id              TEXT    NOT NULL PRIMARY KEY,
    host_id         TEXT    NOT NULL REFERENCES hosts (id),
    shown_host_id   TEXT    NOT NULL,
    revision        INTEGER,
    state_hash      TEXT    REFERENCES states (hash),
    taken_at        TEXT    NOT NULL,
    taken_by        TEXT    NOT NULL,
    origin          TEXT    NOT NULL,
    pinned          INTEGER NOT NULL,
    label           TEXT,
    reason          TEXT,
    gap_count       INTEGER NOT NULL,
    container_count INTEGER NOT NULL,
    network_count   INTEGER NOT NULL,
    namespace_count INTEGER NOT NULL,
    link_count      INTEGER NOT NULL,
    CHECK ((revision IS NULL) <> (state_hash IS NULL))
) STRICT;

INSERT INTO snapshots_of_revisions (id, host_id, shown_host_id, state_hash, taken_at, taken_by, origin, pinned, label, reason, gap_count, container_count, network_count, namespace_count, link_count)
SELECT id, host_id, host_id, state_hash, taken_at, taken_by, 'asked', 1, label, reason, gap_count, container_count, network_count, namespace_count, link_count FROM snapshots;

DROP TABLE snapshots;
ALTER TABLE snapshots_of_revisions RENAME TO snapshots;

CREATE INDEX snapshots_of_host ON snapshots (host_id, id);
CREATE INDEX snapshots_of_state ON snapshots (state_hash);
CREATE INDEX snapshots_of_revision ON snapshots (revision);
