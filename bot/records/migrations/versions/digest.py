"""Until when each admin has been told how a week went, and in which language."""

import sqlalchemy as sa
from alembic import op

revision = "digest"
down_revision = "1"


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "digest",
        sa.Column("person", sa.String(32), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("digest")
