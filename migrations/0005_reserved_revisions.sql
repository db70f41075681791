-- Up to which number a run may have told revisions: they are told before they are kept, so after a run that was killed the next one
-- goes on behind that. A run that ends in order leaves the last number that it told.
ALTER TABLE runs ADD COLUMN reserved INTEGER NOT NULL DEFAULT 0;

-- Earlier versions left so many numbers out after a run that was killed.
UPDATE runs SET reserved = coalesce((SELECT max(number) FROM revisions WHERE revisions.host = runs.host), 0) + CASE WHEN ended_at IS NULL THEN 1024 ELSE 0 END;
