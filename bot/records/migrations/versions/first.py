"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "secret",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "asked",
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
        sa.Column("name", sa.String(64), sa.ForeignKey("asked.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.String(32), primary_key=True, index=True),
        sa.Column("good", sa.Integer, nullable=False),
    )
    op.create_table(
        "chosen",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("at", sa.Float, nullable=False, index=True),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32), nullable=False, index=True),
    )
    op.create_table("aside", sa.Column("words", sa.String(512), primary_key=True))
    op.create_table(
        "followed",
        sa.Column("person", sa.String(32), primary_key=True),
        sa.Column("words", sa.String(512), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    for name in ("followed", "aside", "chosen", "feedback", "asked", "secret"):
        op.drop_table(name)
