"""The first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0001'
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('kandidaat', 'werkgever', 'loopbaancoach', 'programmamanager', 'beheerder', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email'))
    )
    op.create_table('candidate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('state', sa.Enum('draft', 'active', 'paused', 'withdrawn', 'erased', name='candidatestate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('working', sa.Boolean(), nullable=True),
    sa.Column('presentation', sa.Text(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidate'))
    )
    with op.batch_alter_table('candidate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_candidate_revision'), ['revision'], unique=False)

    op.create_table('course',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uri', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('provider', sa.String(length=200), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('cost_euro', sa.Integer(), nullable=True),
    sa.Column('form', sa.Enum('klassikaal', 'online', 'avond', 'bbl', 'op de werkplek', 'zelfstudie', name='courseform', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('retired', sa.Boolean(), nullable=False),
    sa.CheckConstraint('cost_euro BETWEEN 0 AND 100000', name=op.f('ck_course_cost_euro_range')),
    sa.CheckConstraint('days BETWEEN 1 AND 1000', name=op.f('ck_course_days_range')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course')),
    sa.UniqueConstraint('uri', name=op.f('uq_course_uri'))
    )
    op.create_table('employer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kvk', sa.String(length=8), nullable=False),
    sa.Column('trade_name', sa.String(length=200), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('postcode', sa.String(length=4), nullable=False),
    sa.Column('contact_name', sa.String(length=200), nullable=False),
    sa.Column('member_until', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_employer')),
    sa.UniqueConstraint('kvk', name=op.f('uq_employer_kvk'))
    )
    op.create_table('isco_group',
    sa.Column('code', sa.String(length=4), nullable=False),
    sa.Column('label', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_isco_group'))
    )
    op.create_table('postcode',
    sa.Column('code', sa.String(length=4), nullable=False),
    sa.Column('place', sa.String(length=80), nullable=False),
    sa.Column('municipality', sa.String(length=80), nullable=False),
    sa.Column('latitude', sa.Float(), nullable=False),
    sa.Column('longitude', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_postcode'))
    )
    with op.batch_alter_table('postcode', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_postcode_municipality'), ['municipality'], unique=False)

    op.create_table('revision_counter',
    sa.Column('stream', sa.String(length=40), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('stream', name=op.f('pk_revision_counter'))
    )
    op.create_table('sector',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('isco', sa.String(length=600), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_sector'))
    )
    op.create_table('skill_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uri', sa.String(length=200), nullable=False),
    sa.Column('label', sa.String(length=300), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['skill_group.id'], name=op.f('fk_skill_group_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skill_group')),
    sa.UniqueConstraint('uri', name=op.f('uq_skill_group_uri'))
    )
    op.create_table('taxonomy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('loaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('current', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_taxonomy')),
    sa.UniqueConstraint('digest', name=op.f('uq_taxonomy_digest'))
    )
    with op.batch_alter_table('taxonomy', schema=None) as batch_op:
        batch_op.create_index('uq_taxonomy_current', ['current'], unique=True, sqlite_where=sa.text('current'), postgresql_where=sa.text('current'))

    op.create_table('candidate_language',
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=3), nullable=False),
    sa.Column('level', sa.Enum('A1', 'A2', 'B1', 'B2', 'C1', 'C2', name='languagelevel', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_candidate_language_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('candidate_id', 'language', name=op.f('pk_candidate_language'))
    )
    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('matching', 'pool_search', 'handover', 'research', name='purpose', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text_version', sa.String(length=20), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_consent_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index('uq_consent_running', ['candidate_id', 'purpose'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('hidden_employer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('kvk', sa.String(length=8), nullable=False),
    sa.Column('trade_name', sa.String(length=200), nullable=False),
    sa.CheckConstraint("kvk <> '' OR trade_name <> ''", name=op.f('ck_hidden_employer_names_somebody')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_hidden_employer_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hidden_employer')),
    sa.UniqueConstraint('candidate_id', 'kvk', 'trade_name', name=op.f('uq_hidden_employer_candidate_id_kvk_trade_name'))
    )
    op.create_table('occupation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uri', sa.String(length=200), nullable=False),
    sa.Column('label', sa.String(length=300), nullable=False),
    sa.Column('isco', sa.String(length=4), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('taxonomy_id', sa.Integer(), nullable=False),
    sa.Column('retired', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['taxonomy_id'], ['taxonomy.id'], name=op.f('fk_occupation_taxonomy_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_occupation')),
    sa.UniqueConstraint('uri', name=op.f('uq_occupation_uri'))
    )
    with op.batch_alter_table('occupation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_occupation_isco'), ['isco'], unique=False)
        batch_op.create_index(batch_op.f('ix_occupation_label'), ['label'], unique=False)

    op.create_table('preferences',
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('postcode', sa.String(length=4), nullable=True),
    sa.Column('travel_minutes', sa.Integer(), nullable=True),
    sa.Column('travel_means', sa.Enum('lopend', 'fiets', 'ov', 'auto', name='travelmeans', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('hours_min', sa.Integer(), nullable=True),
    sa.Column('hours_max', sa.Integer(), nullable=True),
    sa.Column('days', sa.String(length=600), nullable=False),
    sa.Column('wage_floor_cents', sa.Integer(), nullable=True),
    sa.Column('starts_from', sa.Date(), nullable=True),
    sa.Column('course_days', sa.Integer(), nullable=True),
    sa.Column('sectors', sa.String(length=600), nullable=False),
    sa.Column('kinds', sa.String(length=600), nullable=False),
    sa.Column('licences', sa.String(length=600), nullable=False),
    sa.CheckConstraint('course_days BETWEEN 0 AND 1000', name=op.f('ck_preferences_course_days_range')),
    sa.CheckConstraint('hours_max BETWEEN 1 AND 60', name=op.f('ck_preferences_hours_max_range')),
    sa.CheckConstraint('hours_min <= hours_max', name=op.f('ck_preferences_hours_in_order')),
    sa.CheckConstraint('hours_min BETWEEN 1 AND 60', name=op.f('ck_preferences_hours_min_range')),
    sa.CheckConstraint('travel_minutes BETWEEN 1 AND 240', name=op.f('ck_preferences_travel_minutes_range')),
    sa.CheckConstraint('wage_floor_cents BETWEEN 1 AND 100000', name=op.f('ck_preferences_wage_floor_cents_range')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_preferences_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('candidate_id', name=op.f('pk_preferences'))
    )
    op.create_table('skill',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uri', sa.String(length=200), nullable=False),
    sa.Column('label', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.Enum('vaardigheid', 'kennis', 'houding', 'taal', name='skillkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('taxonomy_id', sa.Integer(), nullable=False),
    sa.Column('retired', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['taxonomy_id'], ['taxonomy.id'], name=op.f('fk_skill_taxonomy_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skill')),
    sa.UniqueConstraint('uri', name=op.f('uq_skill_uri'))
    )
    with op.batch_alter_table('skill', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_skill_label'), ['label'], unique=False)

    op.create_table('vacancy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('employer_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=False),
    sa.Column('postcode', sa.String(length=4), nullable=True),
    sa.Column('hours_min', sa.Integer(), nullable=True),
    sa.Column('hours_max', sa.Integer(), nullable=True),
    sa.Column('days', sa.String(length=600), nullable=False),
    sa.Column('wage_cents', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('kinds', sa.String(length=600), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'open', 'filled', 'closed', name='vacancystate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint('hours_max BETWEEN 1 AND 60', name=op.f('ck_vacancy_hours_max_range')),
    sa.CheckConstraint('hours_min <= hours_max', name=op.f('ck_vacancy_hours_in_order')),
    sa.CheckConstraint('hours_min BETWEEN 1 AND 60', name=op.f('ck_vacancy_hours_min_range')),
    sa.CheckConstraint('places BETWEEN 1 AND 1000', name=op.f('ck_vacancy_places_range')),
    sa.CheckConstraint('wage_cents BETWEEN 1 AND 100000', name=op.f('ck_vacancy_wage_cents_range')),
    sa.ForeignKeyConstraint(['employer_id'], ['employer.id'], name=op.f('fk_vacancy_employer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vacancy'))
    )
    with op.batch_alter_table('vacancy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vacancy_employer_id'), ['employer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_vacancy_revision'), ['revision'], unique=False)

    op.create_table('candidate_skill',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=True),
    sa.Column('evidence', sa.Enum('claimed', 'supported', 'confirmed', name='evidence', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('evidence_note', sa.String(length=200), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_candidate_skill_level_range')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_candidate_skill_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_candidate_skill_skill_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidate_skill')),
    sa.UniqueConstraint('candidate_id', 'skill_id', name=op.f('uq_candidate_skill_candidate_id_skill_id'))
    )
    with op.batch_alter_table('candidate_skill', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_candidate_skill_skill_id'), ['skill_id'], unique=False)

    op.create_table('course_skill',
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_course_skill_level_range')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_skill_course_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_course_skill_skill_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('course_id', 'skill_id', name=op.f('pk_course_skill'))
    )
    op.create_table('experience',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('werk', 'vrijwilligerswerk', 'zorg', 'hobby', 'opleiding', name='experiencekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('occupation_id', sa.Integer(), nullable=True),
    sa.Column('years', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_experience_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['occupation_id'], ['occupation.id'], name=op.f('fk_experience_occupation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_experience'))
    )
    with op.batch_alter_table('experience', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_experience_candidate_id'), ['candidate_id'], unique=False)

    op.create_table('occupation_skill',
    sa.Column('occupation_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.Column('essential', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['occupation_id'], ['occupation.id'], name=op.f('fk_occupation_skill_occupation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_occupation_skill_skill_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('occupation_id', 'skill_id', name=op.f('pk_occupation_skill'))
    )
    with op.batch_alter_table('occupation_skill', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_occupation_skill_skill_id'), ['skill_id'], unique=False)

    op.create_table('occupation_synonym',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('occupation_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['occupation_id'], ['occupation.id'], name=op.f('fk_occupation_synonym_occupation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_occupation_synonym')),
    sa.UniqueConstraint('occupation_id', 'text', name=op.f('uq_occupation_synonym_occupation_id_text'))
    )
    op.create_table('requirement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vacancy_id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.Column('importance', sa.Enum('vereist', 'gewenst', name='importance', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('level', sa.Integer(), nullable=True),
    sa.Column('learnable', sa.Boolean(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_requirement_level_range')),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_requirement_skill_id')),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_requirement_vacancy_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement')),
    sa.UniqueConstraint('vacancy_id', 'skill_id', name=op.f('uq_requirement_vacancy_id_skill_id'))
    )
    with op.batch_alter_table('requirement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_requirement_skill_id'), ['skill_id'], unique=False)

    op.create_table('skill_in_group',
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['skill_group.id'], name=op.f('fk_skill_in_group_group_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_skill_in_group_skill_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('skill_id', 'group_id', name=op.f('pk_skill_in_group'))
    )
    op.create_table('skill_relation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('broader', 'related', name='relationkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.ForeignKeyConstraint(['other_id'], ['skill.id'], name=op.f('fk_skill_relation_other_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_skill_relation_skill_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skill_relation')),
    sa.UniqueConstraint('skill_id', 'other_id', 'kind', name=op.f('uq_skill_relation_skill_id_other_id_kind'))
    )
    op.create_table('synonym',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('skill_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['skill_id'], ['skill.id'], name=op.f('fk_synonym_skill_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_synonym')),
    sa.UniqueConstraint('skill_id', 'text', name=op.f('uq_synonym_skill_id_text'))
    )
    op.create_table('vacancy_limit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vacancy_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('licence', 'language', 'diploma', name='limitkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('value', sa.String(length=100), nullable=False),
    sa.Column('level', sa.Enum('A1', 'A2', 'B1', 'B2', 'C1', 'C2', name='languagelevel', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('legal_reason', sa.String(length=500), nullable=False),
    sa.CheckConstraint('length(trim(legal_reason)) >= 5', name=op.f('ck_vacancy_limit_has_a_legal_reason')),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_vacancy_limit_vacancy_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vacancy_limit')),
    sa.UniqueConstraint('vacancy_id', 'kind', 'value', name=op.f('uq_vacancy_limit_vacancy_id_kind_value'))
    )

    op.bulk_insert(
        sa.table("revision_counter", sa.column("stream", sa.String), sa.column("value", sa.Integer)),
        [{"stream": "candidates", "value": 0}, {"stream": "vacancies", "value": 0}],
    )


def downgrade() -> None:
    op.drop_table('vacancy_limit')
    op.drop_table('synonym')
    op.drop_table('skill_relation')
    op.drop_table('skill_in_group')
    with op.batch_alter_table('requirement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_requirement_skill_id'))

    op.drop_table('requirement')
    op.drop_table('occupation_synonym')
    with op.batch_alter_table('occupation_skill', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_occupation_skill_skill_id'))

    op.drop_table('occupation_skill')
    with op.batch_alter_table('experience', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_experience_candidate_id'))

    op.drop_table('experience')
    op.drop_table('course_skill')
    with op.batch_alter_table('candidate_skill', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_candidate_skill_skill_id'))

    op.drop_table('candidate_skill')
    with op.batch_alter_table('vacancy', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_vacancy_revision'))
        batch_op.drop_index(batch_op.f('ix_vacancy_employer_id'))

    op.drop_table('vacancy')
    with op.batch_alter_table('skill', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_skill_label'))

    op.drop_table('skill')
    op.drop_table('preferences')
    with op.batch_alter_table('occupation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_occupation_label'))
        batch_op.drop_index(batch_op.f('ix_occupation_isco'))

    op.drop_table('occupation')
    op.drop_table('hidden_employer')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index('uq_consent_running', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.drop_table('consent')
    op.drop_table('candidate_language')
    with op.batch_alter_table('taxonomy', schema=None) as batch_op:
        batch_op.drop_index('uq_taxonomy_current', sqlite_where=sa.text('current'), postgresql_where=sa.text('current'))

    op.drop_table('taxonomy')
    op.drop_table('skill_group')
    op.drop_table('sector')
    op.drop_table('revision_counter')
    with op.batch_alter_table('postcode', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_postcode_municipality'))

    op.drop_table('postcode')
    op.drop_table('isco_group')
    op.drop_table('employer')
    op.drop_table('course')
    with op.batch_alter_table('candidate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_candidate_revision'))

    op.drop_table('candidate')
    op.drop_table('account')
