-- Gaps are found by their scope, as gap:engine: what was there before one and after it was there all along.
INSERT OR IGNORE INTO terms (term) SELECT DISTINCT 'gap:' || json_extract(body, '$.scope') FROM contents WHERE list = 13;
INSERT INTO content_terms (term, content) SELECT terms.id, contents.id FROM contents JOIN terms ON terms.term = 'gap:' || json_extract(body, '$.scope') WHERE list = 13;
