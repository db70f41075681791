-- Times are RFC 3339 UTC text with seven decimals, so that they sort as text.
-- Every row belongs to a host, though one process observes one host.

CREATE TABLE hosts (
    id            TEXT NOT NULL PRIMARY KEY,
    fingerprint   TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    first_seen_at TEXT NOT NULL
) STRICT;

-- Scopes are words separated by commas. The digest is SHA-256 of the secret, which is kept nowhere.
CREATE TABLE api_keys (
    id         TEXT NOT NULL PRIMARY KEY,
    host_id    TEXT NOT NULL REFERENCES hosts (id),
    name       TEXT NOT NULL,
    digest     BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    scopes     TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;

-- A state is kept once, however many snapshots show it, and as long as one does.
-- The hash is SHA-256 of the canonical JSON; the body is that JSON in Brotli.
CREATE TABLE states (
    hash    TEXT    NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
    host_id TEXT    NOT NULL REFERENCES hosts (id),
    format  INTEGER NOT NULL,
    body    BLOB    NOT NULL
) STRICT;

-- Ids are UUIDv7, so their order is the order of time.
CREATE TABLE snapshots (
    id              TEXT    NOT NULL PRIMARY KEY,
    host_id         TEXT    NOT NULL REFERENCES hosts (id),
    state_hash      TEXT    NOT NULL REFERENCES states (hash),
    taken_at        TEXT    NOT NULL,
    taken_by        TEXT    NOT NULL,
    label           TEXT,
    reason          TEXT,
    gap_count       INTEGER NOT NULL,
    container_count INTEGER NOT NULL,
    network_count   INTEGER NOT NULL,
    namespace_count INTEGER NOT NULL,
    link_count      INTEGER NOT NULL
) STRICT;

CREATE INDEX snapshots_of_host ON snapshots (host_id, id);
CREATE INDEX snapshots_of_state ON snapshots (state_hash);
