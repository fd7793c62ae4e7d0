BEGIN TRANSACTION;
CREATE TABLE fact (
	item_pk INTEGER NOT NULL, 
	field TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (item_pk, field), 
	FOREIGN KEY(item_pk) REFERENCES item (pk)
);
INSERT INTO "fact" VALUES(1,'sku','a1');
INSERT INTO "fact" VALUES(2,'sku','b1');
CREATE TABLE item (
	pk INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id TEXT NOT NULL, 
	label_pk INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	record BLOB NOT NULL, 
	UNIQUE (id), 
	FOREIGN KEY(label_pk) REFERENCES label (pk)
);
INSERT INTO "item" VALUES(1,'a',1,1,'da',X'7B22736B75223A22412D31227D');
INSERT INTO "item" VALUES(2,'b',2,2,'db',X'7B22736B75223A22422D31227D');
CREATE TABLE item_medium (
	item_pk INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	medium_pk INTEGER NOT NULL, 
	origin TEXT NOT NULL, 
	PRIMARY KEY (item_pk, position), 
	FOREIGN KEY(item_pk) REFERENCES item (pk), 
	FOREIGN KEY(medium_pk) REFERENCES medium (pk)
);
INSERT INTO "item_medium" VALUES(1,0,1,'text');
INSERT INTO "item_medium" VALUES(1,1,2,'maps/a.npy');
INSERT INTO "item_medium" VALUES(2,0,3,'text');
CREATE TABLE label (
	pk INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	tenant TEXT, 
	groups TEXT NOT NULL, 
	UNIQUE (tenant, groups)
);
INSERT INTO "label" VALUES(1,NULL,'[]');
INSERT INTO "label" VALUES(2,'acme','["staff"]');
CREATE TABLE medium (
	pk INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	hash TEXT NOT NULL, 
	modality TEXT NOT NULL, 
	blob TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	page INTEGER, 
	scale FLOAT, 
	intrinsics TEXT, 
	UNIQUE (hash, modality)
);
INSERT INTO "medium" VALUES(1,'c6096c735b19a881bf6d143e2201d123ffbba1287e58c858b818e2304ee62485','text','050777a35dcd48838062824126e60a0780dc322c5b1f84c3a32636cc7466b1b6','text',NULL,NULL,NULL);
INSERT INTO "medium" VALUES(2,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','depth','6ec9c2b0eb14010746c8bce8939303b382344b296206612eb8a907a37b2b2f37','depth',NULL,0.001,'[500.0,501.0,320.0,240.0]');
INSERT INTO "medium" VALUES(3,'2fa4097d9c7dbc798930be492bfd63dff5197ab1ec3914cea4496751564dd752','text','c8134c8687160ddcd0585bd5873092ecee959af18c246af3a7acc2e8c9fa7c8a','text',NULL,NULL,NULL);
CREATE TABLE meta (
	pk INTEGER NOT NULL, 
	schema_version INTEGER NOT NULL, 
	generation INTEGER NOT NULL, 
	PRIMARY KEY (pk)
);
INSERT INTO "meta" VALUES(1,1,4);
CREATE TABLE reading (
	medium_pk INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	version TEXT NOT NULL, 
	readings BLOB NOT NULL, 
	PRIMARY KEY (medium_pk, kind), 
	FOREIGN KEY(medium_pk) REFERENCES medium (pk)
);
INSERT INTO "reading" VALUES(1,'barcode','1',X'5B7B226B696E64223A22626172636F6465222C2276616C7565223A2234303036333831333333393331222C2274657874223A2234303036333831333333393331222C22636F6E666964656E6365223A312E302C22626F78223A6E756C6C2C227370616E223A6E756C6C2C2270616765223A6E756C6C2C22726561646572223A2272222C2276657273696F6E223A2231222C2264657461696C73223A7B7D7D5D');
CREATE TABLE vector (
	fingerprint TEXT NOT NULL, 
	medium_pk INTEGER NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (fingerprint, medium_pk), 
	FOREIGN KEY(medium_pk) REFERENCES medium (pk)
);
INSERT INTO "vector" VALUES('by-hand-4',1,X'BAF43A3EBAF4BA3E8B370C3FBAF43A3F');
INSERT INTO "vector" VALUES('by-hand-4',2,X'00000000000000000000803F00000000');
INSERT INTO "vector" VALUES('other-2',2,X'000000000000803F');
INSERT INTO "vector" VALUES('by-hand-4',3,X'BAF43A3F8B370C3FBAF4BA3EBAF43A3E');
CREATE TABLE vector_set (
	fingerprint TEXT NOT NULL, 
	modality TEXT NOT NULL, 
	dim INTEGER NOT NULL, 
	revision TEXT NOT NULL, 
	PRIMARY KEY (fingerprint, modality)
);
INSERT INTO "vector_set" VALUES('by-hand-4','text',4,'a364ac3f67121d9a');
INSERT INTO "vector_set" VALUES('by-hand-4','depth',4,'0c6097e291fe50fa');
INSERT INTO "vector_set" VALUES('other-2','depth',2,'e112ad128a2953c3');
CREATE INDEX ix_medium_blob ON medium (blob);
CREATE INDEX item_snapshot ON item (pk, id, label_pk, revision);
CREATE INDEX item_access ON item (id, label_pk);
CREATE INDEX vector_of_medium ON vector (medium_pk);
CREATE INDEX ix_item_medium_medium_pk ON item_medium (medium_pk);
CREATE INDEX fact_lookup ON fact (field, value, item_pk);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('label',2);
INSERT INTO "sqlite_sequence" VALUES('item',3);
INSERT INTO "sqlite_sequence" VALUES('medium',4);
COMMIT;
