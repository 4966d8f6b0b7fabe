"""Outcomes, journeys, campaigns, regions and the handover."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0004'
down_revision: str | None = '0003'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


# The two steps after "aangenomen" are new: their tables only take the words they know.
INTRODUCTIONS = ('introduction', 'introduction_step')
BEFORE = "'gevraagd', 'niet gewild', 'voorgedragen', 'kennismaken', 'aangenomen', 'afgewezen', 'geen antwoord', 'ingetrokken', 'vervallen'"
SINCE = BEFORE + ", 'geplaatst', 'plaatsing voorbij'"


def _only_takes(table: str, words: str) -> None:
    name = op.f(f'ck_{table}_introductionstate')
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(name, type_='check')
        batch_op.create_check_constraint(name, f"state IN ({words})")


def upgrade() -> None:
    op.create_table('region',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['region.id'], name=op.f('fk_region_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_region')),
    sa.UniqueConstraint('key', name=op.f('uq_region_key')),
    sa.UniqueConstraint('name', name=op.f('uq_region_name'))
    )
    op.create_table('partner',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('does', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('region_id', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_partner_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partner')),
    sa.UniqueConstraint('name', name=op.f('uq_partner_name'))
    )
    op.create_table('region_municipality',
    sa.Column('municipality', sa.String(length=80), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_region_municipality_region_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('municipality', name=op.f('pk_region_municipality'))
    )
    with op.batch_alter_table('region_municipality', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_region_municipality_region_id'), ['region_id'], unique=False)

    op.create_table('campaign',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=True),
    sa.Column('quota', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint('quota BETWEEN 1 AND 1000000', name=op.f('ck_campaign_quota_range')),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_campaign_days_in_order')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_campaign_created_by')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_campaign_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign')),
    sa.UniqueConstraint('code', name=op.f('uq_campaign_code')),
    sa.UniqueConstraint('name', name=op.f('uq_campaign_name'))
    )
    op.create_table('handover_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('chain', sa.String(length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('gemaakt', 'klaargezet', 'ontvangen', name='batchstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('manifest', sa.Text(), nullable=False),
    sa.Column('manifest_sha256', sa.String(length=64), nullable=False),
    sa.Column('previous_sha256', sa.String(length=64), nullable=False),
    sa.Column('receipt_sha256', sa.String(length=64), nullable=False),
    sa.CheckConstraint('number >= 1', name=op.f('ck_handover_batch_counts_from_one')),
    sa.ForeignKeyConstraint(['made_by'], ['account.id'], name=op.f('fk_handover_batch_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_batch')),
    sa.UniqueConstraint('chain', 'number', name=op.f('uq_handover_batch_chain_number'))
    )
    op.create_table('campaign_invite',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_campaign_invite_campaign_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_invite')),
    sa.UniqueConstraint('campaign_id', 'email', name=op.f('uq_campaign_invite_campaign_id_email')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_campaign_invite_token_hash'))
    )
    op.create_table('campaign_place',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_campaign_place_account_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_campaign_place_campaign_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_place')),
    sa.UniqueConstraint('account_id', name=op.f('uq_campaign_place_account_id')),
    sa.UniqueConstraint('campaign_id', 'number', name=op.f('uq_campaign_place_campaign_id_number'))
    )
    op.create_table('handover_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('file', sa.String(length=60), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['handover_batch.id'], name=op.f('fk_handover_line_batch_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_handover_line_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_line')),
    sa.UniqueConstraint('batch_id', 'file', 'position', name=op.f('uq_handover_line_batch_id_file_position'))
    )
    with op.batch_alter_table('handover_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handover_line_candidate_id'), ['candidate_id'], unique=False)

    op.create_table('handover_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('chain', sa.String(length=40), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('withdrawn_batch_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['handover_batch.id'], name=op.f('fk_handover_person_batch_id')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_handover_person_candidate_id')),
    sa.ForeignKeyConstraint(['withdrawn_batch_id'], ['handover_batch.id'], name=op.f('fk_handover_person_withdrawn_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_person')),
    sa.UniqueConstraint('public_id', name=op.f('uq_handover_person_public_id'))
    )
    with op.batch_alter_table('handover_person', schema=None) as batch_op:
        batch_op.create_index('uq_handover_person_with_wijij', ['candidate_id', 'chain'], unique=True, sqlite_where=sa.text('withdrawn_batch_id IS NULL'), postgresql_where=sa.text('withdrawn_batch_id IS NULL'))

    op.create_table('handover_verdict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('file', sa.String(length=60), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('accepted', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['handover_batch.id'], name=op.f('fk_handover_verdict_batch_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_verdict')),
    sa.UniqueConstraint('batch_id', 'file', 'public_id', name=op.f('uq_handover_verdict_batch_id_file_public_id'))
    )
    op.create_table('journey',
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=True),
    sa.Column('campaign_id', sa.Integer(), nullable=True),
    sa.Column('municipality', sa.String(length=80), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('working', sa.Boolean(), nullable=True),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('profile_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('intake_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('coached_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('introduced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_journey_campaign_id')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_journey_candidate_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_journey_region_id')),
    sa.PrimaryKeyConstraint('candidate_id', name=op.f('pk_journey'))
    )
    with op.batch_alter_table('journey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journey_began_at'), ['began_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_journey_region_id'), ['region_id'], unique=False)

    op.create_table('usual_diploma',
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('has', sa.Boolean(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_usual_diploma_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('candidate_id', 'sector', name=op.f('pk_usual_diploma'))
    )
    op.create_table('outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.Enum('leerwerkplek', 'tijdelijk_contract', 'verwijzing_scholing', 'verwijzing_partner', 'snuffelstage', 'ontwikkeladvies', 'verder_zonder_plaatsing', name='outcomekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('loopt', 'gedaan', 'beëindigd', 'gecorrigeerd', name='outcomestate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('coach_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=True),
    sa.Column('introduction_id', sa.Integer(), nullable=True),
    sa.Column('employer_id', sa.Integer(), nullable=True),
    sa.Column('vacancy_id', sa.Integer(), nullable=True),
    sa.Column('course_id', sa.Integer(), nullable=True),
    sa.Column('partner_id', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('hours', sa.Integer(), nullable=True),
    sa.Column('wage_band', sa.Enum('tot 16 euro', '16 tot 18 euro', '18 tot 21 euro', '21 euro of meer', name='wageband', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('municipality', sa.String(length=80), nullable=False),
    sa.Column('working_before', sa.Boolean(), nullable=True),
    sa.Column('cv_filter', sa.Enum('ja', 'nee', 'onbekend', name='cvfilter', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('cv_no_job', sa.Boolean(), nullable=True),
    sa.Column('cv_no_diploma', sa.Boolean(), nullable=True),
    sa.Column('logged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Enum('de afgesproken tijd was voorbij', 'in dienst gebleven', 'ander werk gevonden', 'de kandidaat stopte', 'de werkgever stopte', 'opleiding afgerond', 'opleiding gestopt', 'de partner helpt verder', 'de partner kon niets doen', 'anders', name='endreason', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint('answered_on >= starts_on', name=op.f('ck_outcome_answer_comes_after')),
    sa.CheckConstraint('ended_on >= starts_on', name=op.f('ck_outcome_days_in_order')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_outcome_agreed_days_in_order')),
    sa.CheckConstraint('hours BETWEEN 1 AND 60', name=op.f('ck_outcome_hours_range')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_outcome_candidate_id')),
    sa.ForeignKeyConstraint(['coach_id'], ['account.id'], name=op.f('fk_outcome_coach_id')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_outcome_course_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['employer_id'], ['employer.id'], name=op.f('fk_outcome_employer_id')),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_outcome_introduction_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('fk_outcome_partner_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_outcome_region_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['outcome.id'], name=op.f('fk_outcome_replaces_id')),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_outcome_vacancy_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome')),
    sa.UniqueConstraint('public_id', name=op.f('uq_outcome_public_id')),
    sa.UniqueConstraint('replaces_id', name=op.f('uq_outcome_replaces_id'))
    )
    with op.batch_alter_table('outcome', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outcome_candidate_id'), ['candidate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outcome_coach_id'), ['coach_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outcome_employer_id'), ['employer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outcome_introduction_id'), ['introduction_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outcome_logged_at'), ['logged_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outcome_region_id'), ['region_id'], unique=False)
        batch_op.create_index('uq_outcome_placement_running', ['candidate_id'], unique=True, sqlite_where=sa.text("state = 'loopt' AND kind IN ('leerwerkplek', 'tijdelijk_contract')"), postgresql_where=sa.text("state = 'loopt' AND kind IN ('leerwerkplek', 'tijdelijk_contract')"))

    op.create_table('aftercare_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('side', sa.Enum('kandidaat', 'werkgever', name='side', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_aftercare_note_author_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_aftercare_note_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_aftercare_note_outcome_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_aftercare_note'))
    )
    with op.batch_alter_table('aftercare_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_aftercare_note_candidate_id'), ['candidate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_aftercare_note_outcome_id'), ['outcome_id'], unique=False)

    op.create_table('check_in',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('kandidaat', 'werkgever', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Enum('het gaat goed', 'ik wil even overleggen', 'het is gestopt', name='checkinanswer', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('by_coach', sa.Boolean(), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_check_in_outcome_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in')),
    sa.UniqueConstraint('outcome_id', 'week', 'side', name=op.f('uq_check_in_outcome_id_week_side'))
    )
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_in_due_on'), ['due_on'], unique=False)

    op.create_table('handover_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('chain', sa.String(length=40), nullable=False),
    sa.Column('event', sa.Enum('nieuw', 'einde', 'correctie', 'nagevraagd', name='handoverevent', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('previous_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['handover_batch.id'], name=op.f('fk_handover_row_batch_id')),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_handover_row_outcome_id')),
    sa.ForeignKeyConstraint(['previous_id'], ['handover_row.id'], name=op.f('fk_handover_row_previous_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_row')),
    sa.UniqueConstraint('public_id', name=op.f('uq_handover_row_public_id'))
    )
    with op.batch_alter_table('handover_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handover_row_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_handover_row_chain'), ['chain'], unique=False)
        batch_op.create_index(batch_op.f('ix_handover_row_outcome_id'), ['outcome_id'], unique=False)

    op.create_table('outcome_skill',
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_outcome_skill_outcome_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_outcome_skill_skill_id')),
    sa.PrimaryKeyConstraint('outcome_id', 'skill_id', name=op.f('pk_outcome_skill'))
    )
    op.create_table('satisfaction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('kandidaat', 'werkgever', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('helped', sa.Integer(), nullable=False),
    sa.Column('fitting', sa.Integer(), nullable=False),
    sa.Column('again', sa.Integer(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('again BETWEEN 1 AND 5', name=op.f('ck_satisfaction_again_range')),
    sa.CheckConstraint('fitting BETWEEN 1 AND 5', name=op.f('ck_satisfaction_fitting_range')),
    sa.CheckConstraint('helped BETWEEN 1 AND 5', name=op.f('ck_satisfaction_helped_range')),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_satisfaction_outcome_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_satisfaction')),
    sa.UniqueConstraint('outcome_id', 'side', name=op.f('uq_satisfaction_outcome_id_side'))
    )
    op.create_table('check_in_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_in_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_check_in_link_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['check_in_id'], ['check_in.id'], name=op.f('fk_check_in_link_check_in_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_check_in_link_token_hash'))
    )
    with op.batch_alter_table('check_in_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_in_link_check_in_id'), ['check_in_id'], unique=False)

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('region_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_account_region_id'), 'region', ['region_id'], ['id'])

    with op.batch_alter_table('employer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('region_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_employer_region_id'), ['region_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_employer_region_id'), 'region', ['region_id'], ['id'])

    for table in INTRODUCTIONS:
        _only_takes(table, SINCE)


def downgrade() -> None:
    for table in INTRODUCTIONS:
        op.execute(f"UPDATE {table} SET state = 'aangenomen' WHERE state = 'geplaatst'")  # noqa: S608
        op.execute(f"UPDATE {table} SET state = 'ingetrokken' WHERE state = 'plaatsing voorbij'")  # noqa: S608
        _only_takes(table, BEFORE)
    # What the older version does not know of an introduction's history goes.
    op.execute("DELETE FROM introduction_step WHERE what IN ('placed', 'finished')")

    with op.batch_alter_table('employer', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_employer_region_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_employer_region_id'))
        batch_op.drop_column('region_id')

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_account_region_id'), type_='foreignkey')
        batch_op.drop_column('region_id')

    with op.batch_alter_table('check_in_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_check_in_link_check_in_id'))

    op.drop_table('check_in_link')
    op.drop_table('satisfaction')
    op.drop_table('outcome_skill')
    with op.batch_alter_table('handover_row', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_handover_row_outcome_id'))
        batch_op.drop_index(batch_op.f('ix_handover_row_chain'))
        batch_op.drop_index(batch_op.f('ix_handover_row_batch_id'))

    op.drop_table('handover_row')
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_check_in_due_on'))

    op.drop_table('check_in')
    with op.batch_alter_table('aftercare_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_aftercare_note_outcome_id'))
        batch_op.drop_index(batch_op.f('ix_aftercare_note_candidate_id'))

    op.drop_table('aftercare_note')
    with op.batch_alter_table('outcome', schema=None) as batch_op:
        batch_op.drop_index('uq_outcome_placement_running', sqlite_where=sa.text("state = 'loopt' AND kind IN ('leerwerkplek', 'tijdelijk_contract')"), postgresql_where=sa.text("state = 'loopt' AND kind IN ('leerwerkplek', 'tijdelijk_contract')"))
        batch_op.drop_index(batch_op.f('ix_outcome_region_id'))
        batch_op.drop_index(batch_op.f('ix_outcome_logged_at'))
        batch_op.drop_index(batch_op.f('ix_outcome_introduction_id'))
        batch_op.drop_index(batch_op.f('ix_outcome_employer_id'))
        batch_op.drop_index(batch_op.f('ix_outcome_coach_id'))
        batch_op.drop_index(batch_op.f('ix_outcome_candidate_id'))

    op.drop_table('outcome')
    op.drop_table('usual_diploma')
    with op.batch_alter_table('journey', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_journey_region_id'))
        batch_op.drop_index(batch_op.f('ix_journey_began_at'))

    op.drop_table('journey')
    op.drop_table('handover_verdict')
    with op.batch_alter_table('handover_person', schema=None) as batch_op:
        batch_op.drop_index('uq_handover_person_with_wijij', sqlite_where=sa.text('withdrawn_batch_id IS NULL'), postgresql_where=sa.text('withdrawn_batch_id IS NULL'))

    op.drop_table('handover_person')
    with op.batch_alter_table('handover_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_handover_line_candidate_id'))

    op.drop_table('handover_line')
    op.drop_table('campaign_place')
    op.drop_table('campaign_invite')
    op.drop_table('handover_batch')
    op.drop_table('campaign')
    with op.batch_alter_table('region_municipality', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_region_municipality_region_id'))

    op.drop_table('region_municipality')
    op.drop_table('partner')
    op.drop_table('region')
