"""The tables of the records."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

METADATA = MetaData()

SECRET = Table(
    "secret",
    METADATA,
    Column("name", String(32), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

ASKED = Table(
    "asked",
    METADATA,
    Column("bot", String(32), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("score", Float, nullable=False),
    Column("milliseconds", Float, nullable=False),
    Column("chat", String(32), nullable=False),
    Column("person", String(32), nullable=False, index=True),
    Column("mark", String(64), nullable=False),
)

FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("bot", String(32), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("person", String(32), primary_key=True, index=True),
    Column("good", Integer, nullable=False),
    ForeignKeyConstraint(["bot", "name"], ["asked.bot", "asked.name"], ondelete="CASCADE"),
)

CHOSEN = Table(
    "chosen",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False, index=True),
    Column("mark", String(64), nullable=False),
    Column("person", String(32), nullable=False, index=True),
)

ASIDE = Table("aside", METADATA, Column("words", String(512), primary_key=True))

FOLLOWED = Table(
    "followed",
    METADATA,
    Column("person", String(32), primary_key=True),
    Column("words", String(512), primary_key=True),
    Column("at", Float, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("language", String(2), nullable=False),
    Column("thread", BigInteger, nullable=False, server_default="0"),
)

DIGEST = Table(
    "digest",
    METADATA,
    Column("person", String(32), primary_key=True),
    Column("at", Float, nullable=False),
    Column("language", String(2), nullable=False),
)

SPOKEN = Table(
    "spoken",
    METADATA,
    Column("person", String(32), primary_key=True),
    Column("language", String(2), nullable=False),
)

# What several workers share.

CLAIMED = Table(
    "claimed",
    METADATA,
    Column("bot", String(32), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("chat", String(32), nullable=False),
    Column("worker", String(32), nullable=False),
    Column("at", Float, nullable=False, index=True),
    Column("settled", Integer, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("shared", BigInteger, nullable=False),
    Index("ix_claimed_open", "bot", "chat", postgresql_where=text("settled = 0")),
    Index("ix_claimed_last", "bot", "chat", "last"),
    Index("ix_claimed_shared", "bot", "shared"),
)

REMEMBERED = Table(
    "remembered",
    METADATA,
    Column("name", String(32), primary_key=True),
    Column("person", String(32), nullable=False, index=True),
    Column("version", BigInteger, nullable=False),
    Column("until", Float, nullable=False, index=True),
    Column("value", Text, nullable=False),
)

FORGOTTEN = Table(
    "forgotten",
    METADATA,
    Column("person", String(32), primary_key=True),
    Column("worker", String(32), nullable=False),
    Column("at", Float, nullable=False),
)

LOADED = Table(
    "loaded",
    METADATA,
    Column("bot", String(32), primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("at", Float, nullable=False),
)
