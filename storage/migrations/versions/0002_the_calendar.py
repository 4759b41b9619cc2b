"""the calendar"""

import secrets

import sqlalchemy as sa
from alembic import op
revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    op.create_table('calendar_feed',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.String(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('secret', name=op.f('uq_calendar_feed_secret'))
    )
    op.create_table('agreement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_agreement_network_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_agreement_proposed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement')),
    sa.UniqueConstraint('network_id', 'version', name=op.f('uq_agreement_network_id_version'))
    )
    op.create_table('change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_change_network_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_change_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change'))
    )
    with op.batch_alter_table('change', schema=None) as batch_op:
        batch_op.create_index('ix_change_network_at', ['network_id', 'at'], unique=False)

    op.create_table('outcome_count',
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_outcome_count_network_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_outcome_count_person_id')),
    sa.PrimaryKeyConstraint('network_id', 'year', 'kind', name=op.f('pk_outcome_count'))
    )
    op.create_table('reference',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('began_on', sa.Date(), nullable=False),
    sa.Column('primary_ends_on', sa.Date(), nullable=True),
    sa.Column('secondary_began_on', sa.Date(), nullable=True),
    sa.Column('secondary_ends_on', sa.Date(), nullable=True),
    sa.Column('worry_on', sa.Date(), nullable=True),
    sa.Column('finished_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_reference_network_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reference')),
    sa.UniqueConstraint('network_id', 'code', name=op.f('uq_reference_network_id_code'))
    )
    op.create_table('reference_permission',
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('agreement_link', sa.String(), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=False),
    sa.Column('assessment_link', sa.String(), nullable=False),
    sa.Column('assessed_on', sa.Date(), nullable=False),
    sa.Column('retention_months', sa.Integer(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_reference_permission_network_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_reference_permission_recorded_by_id')),
    sa.PrimaryKeyConstraint('network_id', name=op.f('pk_reference_permission'))
    )
    op.create_table('round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('begins', sa.String(), nullable=False),
    sa.Column('ends', sa.String(), nullable=False),
    sa.Column('lunch', sa.String(), nullable=False),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('pause', sa.Integer(), nullable=False),
    sa.Column('rooms', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('counted_by_id', sa.Integer(), nullable=True),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('slots', sa.JSON(), nullable=False),
    sa.Column('information_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_round_asked_by_id')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_round_confirmed_by_id')),
    sa.ForeignKeyConstraint(['counted_by_id'], ['person.id'], name=op.f('fk_round_counted_by_id')),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_round_network_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round')),
    sa.UniqueConstraint('key', name=op.f('uq_round_key')),
    sa.UniqueConstraint('network_id', 'number', name=op.f('uq_round_network_id_number'))
    )
    op.create_table('series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('activity', sa.String(length=32), nullable=False),
    sa.Column('theme', sa.String(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('excluded', sa.JSON(), nullable=False),
    sa.Column('starts', sa.String(), nullable=False),
    sa.Column('ends', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_series_network_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series'))
    )
    with op.batch_alter_table('series', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_series_network_id'), ['network_id'], unique=False)

    op.create_table('blocked_day',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_blocked_day_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'day', name=op.f('pk_blocked_day'))
    )
    op.create_table('consent',
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=32), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_consent_agreement_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_consent_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id')),
    sa.PrimaryKeyConstraint('agreement_id', 'organisation_id', name=op.f('pk_consent'))
    )
    op.create_table('reference_consent',
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_reference_consent_network_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_reference_consent_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reference_consent_person_id')),
    sa.PrimaryKeyConstraint('network_id', 'organisation_id', name=op.f('pk_reference_consent'))
    )
    op.create_table('reference_meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('occurrence', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['reference_id'], ['reference.id'], name=op.f('fk_reference_meeting_reference_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reference_meeting')),
    sa.UniqueConstraint('reference_id', 'number', 'occurrence', name=op.f('uq_reference_meeting_reference_id_number_occurrence'))
    )
    op.create_table('round_count',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_round_count_round_id')),
    sa.PrimaryKeyConstraint('round_id', 'number', 'language', name=op.f('pk_round_count'))
    )
    op.create_table('round_party',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_round_party_organisation_id')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_round_party_round_id')),
    sa.PrimaryKeyConstraint('round_id', 'part', name=op.f('pk_round_party'))
    )
    op.create_table('agenda_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=True),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('noted', sa.Boolean(), nullable=False),
    sa.Column('standing', sa.String(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('moved_from_id', sa.Integer(), nullable=True),
    sa.Column('times_moved', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('agreed', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_agenda_item_body_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_agenda_item_meeting_id')),
    sa.ForeignKeyConstraint(['moved_from_id'], ['meeting.id'], name=op.f('fk_agenda_item_moved_from_id')),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_agenda_item_network_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_agenda_item_proposed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item')),
    sa.UniqueConstraint('network_id', 'body_id', 'year', 'number', name=op.f('uq_agenda_item_network_id_body_id_year_number'))
    )
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.create_index('ix_agenda_item_meeting', ['meeting_id', 'position'], unique=False)
        batch_op.create_index(batch_op.f('ix_agenda_item_moved_from_id'), ['moved_from_id'], unique=False)
        batch_op.create_index('ix_agenda_item_waiting', ['network_id', 'state'], unique=False)

    op.create_table('attendance',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=32), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_attendance_meeting_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attendance_person_id')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', name=op.f('pk_attendance'))
    )
    op.create_table('meeting_version',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('changed', sa.JSON(), nullable=False),
    sa.Column('delivery_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['delivery_id'], ['delivery.id'], name=op.f('fk_meeting_version_delivery_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_version_meeting_id')),
    sa.PrimaryKeyConstraint('meeting_id', 'sequence', name=op.f('pk_meeting_version'))
    )
    with op.batch_alter_table('meeting_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_version_delivery_id'), ['delivery_id'], unique=False)

    op.create_table('objection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_objection_meeting_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_objection_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objection')),
    sa.UniqueConstraint('meeting_id', 'person_id', name=op.f('uq_objection_meeting_id_person_id'))
    )
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objection_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('presence',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('present', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_presence_meeting_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_presence_organisation_id')),
    sa.PrimaryKeyConstraint('meeting_id', 'organisation_id', name=op.f('pk_presence'))
    )
    with op.batch_alter_table('presence', schema=None) as batch_op:
        batch_op.create_index('ix_presence_organisation', ['organisation_id', 'present'], unique=False)

    op.create_table('sign_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('agency', sa.String(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('secret', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_sign_up_meeting_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_sign_up_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_up')),
    sa.UniqueConstraint('secret', name=op.f('uq_sign_up_secret'))
    )
    with op.batch_alter_table('sign_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_up_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('turn_offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('offered_by_id', sa.Integer(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_turn_offer_meeting_id')),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_turn_offer_network_id')),
    sa.ForeignKeyConstraint(['offered_by_id'], ['person.id'], name=op.f('fk_turn_offer_offered_by_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_turn_offer_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_turn_offer_person_id')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['organisation.id'], name=op.f('fk_turn_offer_taken_by_id')),
    sa.ForeignKeyConstraint(['to_id'], ['organisation.id'], name=op.f('fk_turn_offer_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_turn_offer'))
    )
    with op.batch_alter_table('turn_offer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_turn_offer_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index('ix_turn_offer_network_state', ['network_id', 'state'], unique=False)
        batch_op.create_index('ix_turn_offer_open', ['meeting_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('network_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['done_by_id'], ['person.id'], name=op.f('fk_task_done_by_id')),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_task_item_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_task_meeting_id')),
    sa.ForeignKeyConstraint(['network_id'], ['network.id'], name=op.f('fk_task_network_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_task_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index('ix_task_network_done', ['network_id', 'done_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_organisation_id'), ['organisation_id'], unique=False)

    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('channel_type', sa.String(), nullable=False, server_default='standard'))
        batch_op.add_column(sa.Column('readers', sa.Integer(), nullable=True))

    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('key', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('link', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('open_to_all', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('papers', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('reason', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('moved_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('sequence', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('series_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('series_day', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('wished_day', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('presenter_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('programme', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('case', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('invitation', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('extra_meals', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('agenda_posted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('agenda_posted', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('minutes_posted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('minutes_approved_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('minutes_link', sa.String(), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_meeting_series_id'), ['series_id'], unique=False)
        batch_op.create_index('ix_meeting_state_ends', ['state', 'ends_at'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_meeting_series_id'), 'series', ['series_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_meeting_presenter_id'), 'organisation', ['presenter_id'], ['id'])
        batch_op.drop_column('agenda')

    _give_every_meeting_its_key()
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.alter_column('key', existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_meeting_key'), ['key'])

    with op.batch_alter_table('network', schema=None) as batch_op:
        batch_op.add_column(sa.Column('template', sa.String(length=32), nullable=False, server_default='kmv'))
        batch_op.add_column(sa.Column('county', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('owner_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('slug', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('minutes_days', sa.Integer(), nullable=False, server_default='14'))
        batch_op.add_column(sa.Column('skipped', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.create_unique_constraint(batch_op.f('uq_network_slug'), ['slug'])
        batch_op.create_foreign_key(batch_op.f('fk_network_owner_id'), 'person', ['owner_id'], ['id'])

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_valid_to'), ['valid_to'], unique=False)

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('network_id', sa.Integer(), nullable=True))


def _give_every_meeting_its_key() -> None:
    meeting = sa.table('meeting', sa.column('id', sa.Integer), sa.column('key', sa.String))
    for (number,) in op.get_bind().execute(sa.select(meeting.c.id)).all():
        key = secrets.token_urlsafe(16)
        op.execute(meeting.update().where(meeting.c.id == number).values(key=key))
