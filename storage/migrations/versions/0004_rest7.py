"""the decisions about a challenge"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    with op.batch_alter_table('challenge', schema=None) as batch_op:
        batch_op.add_column(sa.Column('meeting_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('theme_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_challenge_theme_id'), ['theme_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_challenge_meeting_id'), 'meeting', ['meeting_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_challenge_theme_id'), 'theme', ['theme_id'], ['id'])

    with op.batch_alter_table('solution', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sender_why', sa.String(), nullable=False, server_default=''))
