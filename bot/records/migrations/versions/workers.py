"""Questions belong to a bot, chosen languages are kept, and several workers share what they are at."""

import sqlalchemy as sa
from alembic import op

revision = "workers"
down_revision = "digest"

TOLD = "name, at, text, language, outcome, score, milliseconds, chat, person, mark"


def upgrade() -> None:
    """Make the bot a part of the key of a question, and the new tables."""
    _rebuild()
    op.create_table(
        "spoken",
        sa.Column("person", sa.String(32), primary_key=True),
        sa.Column("language", sa.String(2), nullable=False),
    )
    op.create_table(
        "claimed",
        sa.Column("bot", sa.String(32), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("chat", sa.String(32), nullable=False),
        sa.Column("worker", sa.String(32), nullable=False),
        sa.Column("at", sa.Float, nullable=False, index=True),
        sa.Column("settled", sa.Integer, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("shared", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_claimed_open", "claimed", ["bot", "chat"], postgresql_where=sa.text("settled = 0"))
    op.create_index("ix_claimed_last", "claimed", ["bot", "chat", "last"])
    op.create_index("ix_claimed_shared", "claimed", ["bot", "shared"])
    op.create_table(
        "remembered",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), nullable=False, index=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("until", sa.Float, nullable=False, index=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "forgotten",
        sa.Column("person", sa.String(32), primary_key=True),
        sa.Column("worker", sa.String(32), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "loaded",
        sa.Column("bot", sa.String(32), primary_key=True),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def _rebuild() -> None:
    """Make the tables of questions and opinions anew, of a bot without a name so far: SQLite changes no key."""
    op.drop_index("ix_asked_at", "asked")
    op.drop_index("ix_asked_person", "asked")
    op.drop_index("ix_feedback_person", "feedback")
    op.rename_table("asked", "asked_before")
    op.rename_table("feedback", "feedback_before")
    op.create_table(
        "asked",
        sa.Column("bot", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("at", sa.Float, nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("milliseconds", sa.Float, nullable=False),
        sa.Column("chat", sa.String(32), nullable=False),
        sa.Column("person", sa.String(32), nullable=False, index=True),
        sa.Column("mark", sa.String(64), nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("bot", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(32), primary_key=True, index=True),
        sa.Column("good", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["bot", "name"], ["asked.bot", "asked.name"], ondelete="CASCADE"),
    )
    op.execute(f"INSERT INTO asked SELECT '', {TOLD} FROM asked_before")  # noqa: S608 - names of columns
    op.execute("INSERT INTO feedback SELECT '', name, person, good FROM feedback_before")
    op.drop_table("feedback_before")
    op.drop_table("asked_before")
