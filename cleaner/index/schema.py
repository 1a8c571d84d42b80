"""The tables of an index."""

from __future__ import annotations

from cleaner.index.postings import Postings

TALE = """CREATE TABLE tale (article INTEGER PRIMARY KEY, day INTEGER NOT NULL, outlet INTEGER NOT
NULL, weekdays INTEGER NOT NULL, length INTEGER NOT NULL, events BLOB NOT NULL, keys BLOB NOT
NULL, times BLOB NOT NULL, places BLOB NOT NULL, fact_kinds BLOB NOT NULL, fact_keys BLOB NOT
NULL, fact_values BLOB NOT NULL, label_keys BLOB NOT NULL, written BLOB NOT NULL)"""
#: Cells of the table that counts words in a piece of it: what is asked for lies far apart.
PIECE = 256

WEIGHT = "CREATE TABLE weight (article INTEGER PRIMARY KEY, idf BLOB NOT NULL)"

DAYS = "CREATE INDEX telling_day ON telling (article, day)"

STORIES = (
    # The evidence of every article, a column of it a BLOB,
    TALE,
    # and what its terms weigh: written anew whenever stories are told anew, so apart.
    WEIGHT,
    # Of articles that stand for their copy groups: what they are found by,
    """CREATE TABLE telling (article INTEGER PRIMARY KEY, day INTEGER NOT NULL, id TEXT NOT NULL,
    square REAL NOT NULL, keys BLOB NOT NULL, weights BLOB NOT NULL)""",
    # (their days apart, as hundreds share a term and few of them are of the same days)
    DAYS,
    # what their close neighbours share with them,
    """CREATE TABLE surrounding (article INTEGER PRIMARY KEY, near BLOB NOT NULL,
    neighbours REAL NOT NULL)""",
    # and which pairs are alike, both ways round.
    """CREATE TABLE likeness (one INTEGER, other INTEGER, close INTEGER NOT NULL,
    support REAL NOT NULL, share REAL NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID""",
    # Stories are named by the number of one of their articles.
    """CREATE TABLE story (article INTEGER PRIMARY KEY, story INTEGER NOT NULL, linked INTEGER,
    score REAL)""",
    "CREATE INDEX story_story ON story (story)",
    # How many articles held a term when words were weighed last, in compressed pieces.
    "CREATE TABLE frequency (piece INTEGER PRIMARY KEY, counts BLOB NOT NULL)",
    *Postings.schema("dated"),
    *Postings.schema("undated"),
)

GROWING = (
    # Texts in the middle of many that copies connect, how many those are, and signatures.
    """CREATE TABLE centre (text INTEGER PRIMARY KEY, size INTEGER NOT NULL, signature BLOB NOT
    NULL)""",
    "CREATE INDEX centre_size ON centre (size)",
    # Copy groups that have grown since they were grouped as a whole.
    "CREATE TABLE grown (cluster INTEGER PRIMARY KEY)",
    # Which articles stood for large groups when that was last looked for.
    "CREATE TABLE standing (cluster INTEGER PRIMARY KEY, article INTEGER NOT NULL)",
)

#: What of a large group is least like the canonical article, of an outlet and of all.
WEAKEST = (
    "CREATE INDEX copy_cluster ON copy (cluster, resemblance)",
    "CREATE INDEX copy_outlet ON copy (cluster, outlet, resemblance)",
)

#: Of each text the article of the least id.
STANDING = "CREATE INDEX article_text ON article (text, id)"

COPIES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # A text: articles of the same words share one. The columns that are looked at most stand
    # first, so that the words' pages are not read for them.
    """CREATE TABLE text (text INTEGER PRIMARY KEY AUTOINCREMENT, content INTEGER NOT NULL,
    formulaic INTEGER NOT NULL, signature BLOB NOT NULL, words BLOB NOT NULL)""",
    "CREATE INDEX text_content ON text (content)",
    """CREATE TABLE article (article INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    text INTEGER NOT NULL, stamp BLOB NOT NULL, title TEXT, outlet TEXT, url TEXT, published TEXT,
    source TEXT, removed REAL NOT NULL)""",
    STANDING,
    "CREATE TABLE dead (text INTEGER PRIMARY KEY)",
    # Pairs of texts that are copies or nearly so, both ways round, with the ruling.
    """CREATE TABLE pair (one INTEGER, other INTEGER, ruling INTEGER NOT NULL,
    PRIMARY KEY (one, other)) WITHOUT ROWID""",
    # Clusters are named by the number of one of their articles.
    """CREATE TABLE copy (article INTEGER PRIMARY KEY, cluster INTEGER NOT NULL, canonical INTEGER
    NOT NULL, resemblance REAL, containment REAL, kind TEXT, why TEXT, outlet TEXT)""",
    *WEAKEST,
    *Postings.schema(""),
    *GROWING,
)
