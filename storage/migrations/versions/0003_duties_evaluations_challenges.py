"""duties evaluations challenges"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    op.create_table('pace',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('quiet_until', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('tenant_id', name=op.f('pk_pace'))
    )
    op.create_table('place',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('number', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('conversation', sa.String(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('tenant_id', 'number', name=op.f('pk_place'))
    )
    with op.batch_alter_table('place', schema=None) as batch_op:
        batch_op.create_index('ix_place_conversation', ['tenant_id', 'conversation', 'at'], unique=False)

    op.create_table('note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_note_meeting_id')),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_note_network_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note'))
    )
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.create_index('ix_note_meeting', ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_note_network_id'), ['network_id'], unique=False)

    op.create_table('note_taker',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_note_taker_meeting_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_note_taker_person_id')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', name=op.f('pk_note_taker'))
    )
    op.create_table('snooze',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_snooze_meeting_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_snooze_person_id')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', name=op.f('pk_snooze'))
    )
    op.create_table('theme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('source', sa.String(length=32), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.Column('proposed_on', sa.Date(), nullable=False),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('replaced', sa.String(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_theme_meeting_id')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['theme.id'], name=op.f('fk_theme_merged_into_id')),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_theme_network_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme'))
    )
    with op.batch_alter_table('theme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_theme_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_theme_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index('ix_theme_network', ['network_id', 'removed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_theme_source_id'), ['source_id'], unique=False)

    op.create_table('duty_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('duty_id', sa.Integer(), nullable=False),
    sa.Column('move', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('to', sa.String(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['organisation.id'], name=op.f('fk_duty_move_agency_id')),
    sa.ForeignKeyConstraint(['duty_id'], ['duty.id'], name=op.f('fk_duty_move_duty_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_duty_move_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_move'))
    )
    with op.batch_alter_table('duty_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_move_duty_id'), ['duty_id'], unique=False)

    op.create_table('evaluation_challenge',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['evaluation_id'], ['evaluation.id'], name=op.f('fk_evaluation_challenge_evaluation_id')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_evaluation_challenge')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('evaluation_challenge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_challenge_evaluation_id'), ['evaluation_id'], unique=False)

    op.create_table('result',
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=False),
    sa.Column('placed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['evaluation_id'], ['evaluation.id'], name=op.f('fk_result_evaluation_id')),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_result_network_id')),
    sa.PrimaryKeyConstraint('evaluation_id', name=op.f('pk_result')),
    sa.UniqueConstraint('key', name=op.f('uq_result_key'))
    )
    with op.batch_alter_table('result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_result_network_id'), ['network_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_result_placed'), ['placed'], unique=False)

    op.create_table('theme_vote',
    sa.Column('theme_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_theme_vote_person_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_theme_vote_theme_id')),
    sa.PrimaryKeyConstraint('theme_id', 'person_id', name=op.f('pk_theme_vote'))
    )
    op.create_table('themes_apart',
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['first_id'], ['theme.id'], name=op.f('fk_themes_apart_first_id')),
    sa.ForeignKeyConstraint(['second_id'], ['theme.id'], name=op.f('fk_themes_apart_second_id')),
    sa.PrimaryKeyConstraint('first_id', 'second_id', name=op.f('pk_themes_apart'))
    )
    op.create_table('challenge_remark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_challenge_remark_challenge_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_challenge_remark_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_challenge_remark_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_challenge_remark'))
    )
    with op.batch_alter_table('challenge_remark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_challenge_remark_challenge_id'), ['challenge_id'], unique=False)

    op.create_table('challenge_support',
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_challenge_support_challenge_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_challenge_support_organisation_id')),
    sa.PrimaryKeyConstraint('challenge_id', 'organisation_id', name=op.f('pk_challenge_support'))
    )
    op.create_table('party_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('said', sa.String(length=32), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_party_answer_challenge_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_party_answer_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_party_answer_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_answer')),
    sa.UniqueConstraint('challenge_id', 'step', 'version', 'organisation_id', name=op.f('uq_party_answer_challenge_id_step_version_organisation_id'))
    )
    op.create_table('solution',
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('alternatives', sa.JSON(), nullable=False),
    sa.Column('chosen', sa.String(), nullable=False),
    sa.Column('weighed', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('status_by_id', sa.Integer(), nullable=True),
    sa.Column('heard', sa.JSON(), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.Column('used_on', sa.Date(), nullable=True),
    sa.Column('use_asked', sa.Integer(), nullable=False),
    sa.Column('holds_asked', sa.Integer(), nullable=False),
    sa.Column('sender_said', sa.String(length=32), nullable=True),
    sa.Column('sender_why', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_solution_challenge_id')),
    sa.ForeignKeyConstraint(['status_by_id'], ['person.id'], name=op.f('fk_solution_status_by_id')),
    sa.PrimaryKeyConstraint('challenge_id', name=op.f('pk_solution'))
    )
    op.create_table('solution_meeting',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_solution_meeting_challenge_id')),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_solution_meeting_item_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_solution_meeting_meeting_id')),
    sa.PrimaryKeyConstraint('meeting_id', name=op.f('pk_solution_meeting'))
    )
    with op.batch_alter_table('solution_meeting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_solution_meeting_challenge_id'), ['challenge_id'], unique=False)

    op.create_table('solution_member',
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('invitation', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_solution_member_challenge_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_solution_member_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_solution_member_person_id')),
    sa.PrimaryKeyConstraint('challenge_id', 'person_id', name=op.f('pk_solution_member'))
    )
    op.create_table('solution_outcome',
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('who', sa.String(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_solution_outcome_challenge_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_solution_outcome_written_by_id')),
    sa.PrimaryKeyConstraint('challenge_id', 'version', name=op.f('pk_solution_outcome'))
    )
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_item_waiting'))
        batch_op.create_index('ix_agenda_item_waiting', ['state', 'network_id'], unique=False)

    with op.batch_alter_table('challenge', schema=None) as batch_op:
        batch_op.add_column(sa.Column('link', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('post_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('receipt', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('item_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('meeting_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('theme_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('reason', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('reopened', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('closed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('exported_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_challenge_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_challenge_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index('ix_challenge_state', ['state', 'post_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_challenge_theme_id'), ['theme_id'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_challenge_receipt'), ['receipt'])
        batch_op.create_foreign_key(batch_op.f('fk_challenge_meeting_id'), 'meeting', ['meeting_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_challenge_merged_into_id'), 'challenge', ['merged_into_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_challenge_item_id'), 'agenda_item', ['item_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_challenge_theme_id'), 'theme', ['theme_id'], ['id'])

    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.add_column(sa.Column('person_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('early', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('held_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('allotted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('lead_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('seen', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_index('ix_delivery_activity', ['activity_id'], unique=False)
        batch_op.create_index('ix_delivery_allotted', ['allotted_at'], unique=False, sqlite_where=sa.text("state = 'pending' AND allotted_at IS NOT NULL"), postgresql_where=sa.text("state = 'pending' AND allotted_at IS NOT NULL"))
        batch_op.create_index('ix_delivery_held', ['held_until'], unique=False, sqlite_where=sa.text("state = 'pending' AND held_until IS NOT NULL"), postgresql_where=sa.text("state = 'pending' AND held_until IS NOT NULL"))
        batch_op.create_index('ix_delivery_lead', ['lead_id'], unique=False, sqlite_where=sa.text('lead_id IS NOT NULL'), postgresql_where=sa.text('lead_id IS NOT NULL'))
        batch_op.create_index('ix_delivery_person', ['person_id', 'allotted_at'], unique=False)
        batch_op.create_index('ix_delivery_unseen', ['network_id'], unique=False, sqlite_where=sa.text("state IN ('unknown', 'failed', 'expired') AND NOT seen"), postgresql_where=sa.text("state IN ('unknown', 'failed', 'expired') AND NOT seen"))
        batch_op.create_foreign_key(batch_op.f('fk_delivery_lead_id'), 'delivery', ['lead_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_delivery_person_id'), 'person', ['person_id'], ['id'])

    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.add_column(sa.Column('person_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('offered_to_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('taken_over', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('reason', sa.String(), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_duty_person_id'), ['person_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_duty_offered_to_id'), 'organisation', ['offered_to_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_duty_person_id'), 'person', ['person_id'], ['id'])

    with op.batch_alter_table('evaluation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('code', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('questions', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('form_locked', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('opened', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('weeks', sa.Integer(), nullable=False, server_default='6'))
        batch_op.add_column(sa.Column('room', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('minimum', sa.Integer(), nullable=False, server_default='5'))
        batch_op.create_index(batch_op.f('ix_evaluation_closed'), ['closed'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_evaluation_code'), ['code'])
        batch_op.drop_column('form')

    with op.batch_alter_table('network', schema=None) as batch_op:
        batch_op.add_column(sa.Column('named_by_hand', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('hours_from', sa.String(), nullable=False, server_default='08:00'))
        batch_op.add_column(sa.Column('hours_to', sa.String(), nullable=False, server_default='15:30'))
        batch_op.add_column(sa.Column('challenge_years', sa.Integer(), nullable=False, server_default='5'))

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('notices', sa.String(length=32), nullable=False, server_default='cards'))
        batch_op.add_column(sa.Column('paused_until', sa.Date(), nullable=True))

    with op.batch_alter_table('waiting_answer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('detached', sa.Boolean(), nullable=False, server_default=sa.false()))

    # Whom a delivery to somebody's own chat calls on was only to be read in its audience before.
    op.execute(
        "UPDATE delivery SET person_id = CAST(substr(audience, 8) AS INTEGER) "
        "WHERE audience LIKE 'person:%' AND person_id IS NULL"
    )
    # An answer is no state of a challenge any more.
    op.execute("UPDATE challenge SET state = 'flagged' WHERE state = 'answered'")
