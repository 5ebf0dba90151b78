"""The tables of the records."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
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
    Column("name", String(64), ForeignKey("asked.name", ondelete="CASCADE"), primary_key=True),
    Column("person", String(32), primary_key=True, index=True),
    Column("good", Integer, nullable=False),
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
)

DIGEST = Table(
    "digest",
    METADATA,
    Column("person", String(32), primary_key=True),
    Column("at", Float, nullable=False),
    Column("language", String(2), nullable=False),
)
