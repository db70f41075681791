-- Where the history of a host begins. Of revisions before it only those are left that snapshots keep, and nothing is known of the
-- time between them.
ALTER TABLE hosts ADD COLUMN history_floor INTEGER NOT NULL DEFAULT 0;

-- What goes with a revision is found by the revision, and whether anything refers to a term by the term.
CREATE INDEX change_terms_of_revision ON change_terms (host, revision, ordinal);
CREATE INDEX changes_of_subject ON changes (subject);
