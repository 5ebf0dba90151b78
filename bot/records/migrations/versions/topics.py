"""An answer that is waited for goes into the topic in which it was asked for."""

import sqlalchemy as sa
from alembic import op

revision = "topics"
down_revision = "workers"


def upgrade() -> None:
    """Note the topic; what was asked for before goes into none."""
    op.add_column("followed", sa.Column("thread", sa.BigInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("followed", "thread")
