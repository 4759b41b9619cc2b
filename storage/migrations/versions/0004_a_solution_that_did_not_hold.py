"""a solution that did not hold"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    with op.batch_alter_table('challenge', schema=None) as batch_op:
        batch_op.drop_column('reopened')

    with op.batch_alter_table('solution', schema=None) as batch_op:
        batch_op.add_column(sa.Column('failed', sa.Boolean(), nullable=False, server_default=sa.false()))
