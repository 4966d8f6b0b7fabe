"""Shortlists with reviews, introductions, the outbox, the pool search and the stop."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0003'
down_revision: str | None = '0002'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('outgoing_mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.String(length=200), nullable=False),
    sa.Column('to_address', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('given_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outgoing_mail')),
    sa.UniqueConstraint('message_id', name=op.f('uq_outgoing_mail_message_id'))
    )
    with op.batch_alter_table('outgoing_mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outgoing_mail_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outgoing_mail_to_address'), ['to_address'], unique=False)

    op.create_table('harvest_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('employer_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('met_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['employer_id'], ['employer.id'], name=op.f('fk_harvest_notice_employer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_harvest_notice')),
    sa.UniqueConstraint('employer_id', 'day', name=op.f('uq_harvest_notice_employer_id_day'))
    )
    op.create_table('matching_stop',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('running', sa.Boolean(), nullable=False),
    sa.Column('stopped_by', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('resumed_by', sa.Integer(), nullable=True),
    sa.Column('resumed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['resumed_by'], ['account.id'], name=op.f('fk_matching_stop_resumed_by')),
    sa.ForeignKeyConstraint(['stopped_by'], ['account.id'], name=op.f('fk_matching_stop_stopped_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matching_stop'))
    )
    with op.batch_alter_table('matching_stop', schema=None) as batch_op:
        batch_op.create_index('uq_matching_stop_running', ['running'], unique=True, sqlite_where=sa.text('running'), postgresql_where=sa.text('running'))

    op.create_table('intake_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('coach_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_intake_note_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['coach_id'], ['account.id'], name=op.f('fk_intake_note_coach_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intake_note'))
    )
    with op.batch_alter_table('intake_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_intake_note_candidate_id'), ['candidate_id'], unique=False)

    op.create_table('pool_view',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('employer_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_pool_view_account_id')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_pool_view_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['employer_id'], ['employer.id'], name=op.f('fk_pool_view_employer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_view')),
    sa.UniqueConstraint('employer_id', 'candidate_id', 'day', name=op.f('uq_pool_view_employer_id_candidate_id_day'))
    )
    with op.batch_alter_table('pool_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_view_candidate_id'), ['candidate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pool_view_day'), ['day'], unique=False)

    op.create_table('skill_proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.Column('coach_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_skill_proposal_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['coach_id'], ['account.id'], name=op.f('fk_skill_proposal_coach_id')),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_skill_proposal_skill_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skill_proposal'))
    )
    with op.batch_alter_table('skill_proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_skill_proposal_skill_id'), ['skill_id'], unique=False)
        batch_op.create_index('uq_skill_proposal_waiting', ['candidate_id', 'skill_id'], unique=True, sqlite_where=sa.text('answered_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL'))

    op.create_table('posting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vacancy_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('identifier', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('valid_through', sa.Date(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_posting_vacancy_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting')),
    sa.UniqueConstraint('source', 'identifier', name=op.f('uq_posting_source_identifier')),
    sa.UniqueConstraint('vacancy_id', name=op.f('uq_posting_vacancy_id'))
    )
    op.create_table('shortlist',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vacancy_id', sa.Integer(), nullable=False),
    sa.Column('coach_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spread', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['coach_id'], ['account.id'], name=op.f('fk_shortlist_coach_id')),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_shortlist_vacancy_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shortlist')),
    sa.UniqueConstraint('vacancy_id', name=op.f('uq_shortlist_vacancy_id'))
    )
    op.create_table('entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shortlist_id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('voorgesteld', 'goedgekeurd', 'opzij gezet', name='entrystate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('engine_place', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=True),
    sa.Column('by_hand', sa.Boolean(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_entry_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shortlist_id'], ['shortlist.id'], name=op.f('fk_entry_shortlist_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry')),
    sa.UniqueConstraint('shortlist_id', 'candidate_id', name=op.f('uq_entry_shortlist_id_candidate_id'))
    )
    with op.batch_alter_table('entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_candidate_id'), ['candidate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_proposed_at'), ['proposed_at'], unique=False)

    op.create_table('card_opening',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('coach_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['coach_id'], ['account.id'], name=op.f('fk_card_opening_coach_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_card_opening_entry_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('entry_id', 'coach_id', name=op.f('pk_card_opening'))
    )
    op.create_table('introduction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('vacancy_id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('coach_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('gevraagd', 'niet gewild', 'voorgedragen', 'kennismaken', 'aangenomen', 'afgewezen', 'geen antwoord', 'ingetrokken', 'vervallen', name='introductionstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('presentation', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('introduced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seat', sa.Integer(), nullable=True),
    sa.Column('decline_reason', sa.Enum('de plek is al vergeven', 'een vaardigheid ontbreekt', 'nu geen tijd om iemand in te werken', 'de uren passen niet', 'de reistijd is te lang', 'na kennismaken past het niet', 'anders', name='declinereason', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('text_for_coach', sa.Text(), nullable=False),
    sa.Column('text_for_candidate', sa.Text(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint('seat >= 1', name=op.f('ck_introduction_seat_counts_from_one')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_introduction_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['coach_id'], ['account.id'], name=op.f('fk_introduction_coach_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_introduction_entry_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_introduction_vacancy_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction')),
    sa.UniqueConstraint('vacancy_id', 'seat', name=op.f('uq_introduction_vacancy_id_seat'))
    )
    with op.batch_alter_table('introduction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_introduction_candidate_id'), ['candidate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_introduction_coach_id'), ['coach_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_introduction_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_introduction_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index('uq_introduction_accepted', ['candidate_id'], unique=True, sqlite_where=sa.text('seat IS NOT NULL'), postgresql_where=sa.text('seat IS NOT NULL'))
        batch_op.create_index('uq_introduction_running', ['vacancy_id', 'candidate_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('coach_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('goedkeuren', 'opzij zetten', 'verplaatsen', 'toevoegen', 'opnieuw bekijken', name='reviewkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Enum('de vaardigheden passen', 'kan meer dan het profiel laat zien', 'leert dit snel', 'wil dit werk graag', 'is nog weinig voorgesteld', 'mist iets wat nodig is', 'een grens maakt het niet haalbaar', 'wil dit werk niet', 'ander werk gaat voor', 'is er nog niet aan toe', 'anders', name='reviewreason', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seconds_open', sa.Integer(), nullable=True),
    sa.Column('engine_place', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('spread', sa.Boolean(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('score_max', sa.Integer(), nullable=True),
    sa.Column('fit', sa.Integer(), nullable=True),
    sa.Column('potential', sa.Integer(), nullable=True),
    sa.Column('parts', sa.Text(), nullable=False),
    sa.Column('model_version', sa.String(length=80), nullable=False),
    sa.Column('taxonomy_version', sa.String(length=80), nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['coach_id'], ['account.id'], name=op.f('fk_review_coach_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_review_entry_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_entry_id'), ['entry_id'], unique=False)

    op.create_table('introduction_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('gevraagd', 'niet gewild', 'voorgedragen', 'kennismaken', 'aangenomen', 'afgewezen', 'geen antwoord', 'ingetrokken', 'vervallen', name='introductionstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_role', sa.String(length=40), nullable=False),
    sa.Column('what', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_introduction_step_introduction_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction_step'))
    )
    with op.batch_alter_table('introduction_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_introduction_step_introduction_id'), ['introduction_id'], unique=False)

    op.create_table('reply_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_reply_link_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_reply_link_introduction_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_reply_link_token_hash'))
    )
    with op.batch_alter_table('reply_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reply_link_introduction_id'), ['introduction_id'], unique=False)

    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.add_column(sa.Column('outcome', sa.Enum('gegrond', 'niet gegrond', name='objectionoutcome', native_enum=False, create_constraint=True, length=40), nullable=True))

    with op.batch_alter_table('employer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column('kvk',
               existing_type=sa.VARCHAR(length=8),
               nullable=True)
        batch_op.alter_column('postcode',
               existing_type=sa.VARCHAR(length=4),
               nullable=True)


def downgrade() -> None:
    # The older version asks a KvK number and a postcode of every company.
    nameless = "SELECT id FROM employer WHERE kvk IS NULL OR postcode IS NULL"
    theirs = f"SELECT id FROM vacancy WHERE employer_id IN ({nameless})"  # noqa: S608
    for table in ("requirement", "vacancy_limit", "shortlist", "introduction", "posting"):
        op.execute(f"DELETE FROM {table} WHERE vacancy_id IN ({theirs})")  # noqa: S608
    op.execute(f"DELETE FROM vacancy WHERE employer_id IN ({nameless})")  # noqa: S608
    op.execute(f"DELETE FROM contact WHERE employer_id IN ({nameless})")  # noqa: S608
    op.execute(f"DELETE FROM employer WHERE id IN ({nameless})")  # noqa: S608
    with op.batch_alter_table('employer', schema=None) as batch_op:
        batch_op.alter_column('postcode',
               existing_type=sa.VARCHAR(length=4),
               nullable=False)
        batch_op.alter_column('kvk',
               existing_type=sa.VARCHAR(length=8),
               nullable=False)
        batch_op.drop_column('waiting_since')

    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_objection_objectionoutcome'), type_='check')
        batch_op.drop_column('outcome')

    with op.batch_alter_table('reply_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reply_link_introduction_id'))

    op.drop_table('reply_link')
    with op.batch_alter_table('introduction_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_introduction_step_introduction_id'))

    op.drop_table('introduction_step')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_entry_id'))

    op.drop_table('review')
    with op.batch_alter_table('introduction', schema=None) as batch_op:
        batch_op.drop_index('uq_introduction_running', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index('uq_introduction_accepted', sqlite_where=sa.text('seat IS NOT NULL'), postgresql_where=sa.text('seat IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_introduction_entry_id'))
        batch_op.drop_index(batch_op.f('ix_introduction_due_on'))
        batch_op.drop_index(batch_op.f('ix_introduction_coach_id'))
        batch_op.drop_index(batch_op.f('ix_introduction_candidate_id'))

    op.drop_table('introduction')
    op.drop_table('card_opening')
    with op.batch_alter_table('entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entry_proposed_at'))
        batch_op.drop_index(batch_op.f('ix_entry_candidate_id'))

    op.drop_table('entry')
    op.drop_table('shortlist')
    op.drop_table('posting')
    with op.batch_alter_table('skill_proposal', schema=None) as batch_op:
        batch_op.drop_index('uq_skill_proposal_waiting', sqlite_where=sa.text('answered_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_skill_proposal_skill_id'))

    op.drop_table('skill_proposal')
    with op.batch_alter_table('pool_view', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pool_view_day'))
        batch_op.drop_index(batch_op.f('ix_pool_view_candidate_id'))

    op.drop_table('pool_view')
    with op.batch_alter_table('intake_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_intake_note_candidate_id'))

    op.drop_table('intake_note')
    with op.batch_alter_table('matching_stop', schema=None) as batch_op:
        batch_op.drop_index('uq_matching_stop_running', sqlite_where=sa.text('running'), postgresql_where=sa.text('running'))

    op.drop_table('matching_stop')
    op.drop_table('harvest_notice')
    with op.batch_alter_table('outgoing_mail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outgoing_mail_to_address'))
        batch_op.drop_index(batch_op.f('ix_outgoing_mail_due_at'))

    op.drop_table('outgoing_mail')
