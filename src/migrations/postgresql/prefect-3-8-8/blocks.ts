import { base } from './columns.ts';

/** Saved blocks, their schemas and types, and which of them refers to which. */
export const blocks = `
CREATE TABLE block_type (
  ${base},
  name varchar NOT NULL,
  logo_url varchar,
  documentation_url varchar,
  description varchar,
  code_example varchar,
  is_protected boolean NOT NULL DEFAULT false,
  slug varchar NOT NULL,
  CONSTRAINT pk_block_type PRIMARY KEY (id)
);
CREATE INDEX ix_block_type__updated ON block_type (updated);
CREATE INDEX trgm_ix_block_type_name ON block_type USING gin (name gin_trgm_ops);
CREATE UNIQUE INDEX uq_block_type__slug ON block_type (slug);

CREATE TABLE block_schema (
  ${base},
  fields jsonb NOT NULL DEFAULT '{}',
  checksum varchar NOT NULL,
  block_type_id uuid NOT NULL,
  capabilities jsonb NOT NULL DEFAULT '[]',
  version varchar NOT NULL DEFAULT 'non-versioned',
  CONSTRAINT pk_block_schema PRIMARY KEY (id),
  CONSTRAINT fk_block_schema__block_type_id__block_type FOREIGN KEY (block_type_id) REFERENCES block_type (id) ON DELETE CASCADE
);
CREATE INDEX ix_block_schema__block_type_id ON block_schema (block_type_id);
CREATE INDEX ix_block_schema__capabilities ON block_schema USING gin (capabilities);
CREATE INDEX ix_block_schema__created ON block_schema (created);
CREATE INDEX ix_block_schema__updated ON block_schema (updated);
CREATE UNIQUE INDEX uq_block_schema__checksum_version ON block_schema (checksum, version);

CREATE TABLE block_schema_reference (
  ${base},
  name varchar NOT NULL,
  parent_block_schema_id uuid NOT NULL,
  reference_block_schema_id uuid NOT NULL,
  CONSTRAINT pk_block_schema_reference PRIMARY KEY (id),
  CONSTRAINT fk_block_schema_reference__parent_block_schema_id__block_schema FOREIGN KEY (parent_block_schema_id) REFERENCES block_schema (id) ON DELETE CASCADE,
  CONSTRAINT fk_block_schema_reference__reference_block_schema_id__b_6e5d FOREIGN KEY (reference_block_schema_id) REFERENCES block_schema (id) ON DELETE CASCADE
);
CREATE INDEX ix_block_schema_reference__updated ON block_schema_reference (updated);

CREATE TABLE block_document (
  ${base},
  name varchar NOT NULL,
  data jsonb NOT NULL DEFAULT '{}',
  block_schema_id uuid NOT NULL,
  block_type_id uuid NOT NULL,
  is_anonymous boolean NOT NULL DEFAULT false,
  block_type_name varchar,
  CONSTRAINT pk_block_document PRIMARY KEY (id),
  CONSTRAINT fk_block__block_schema_id__block_schema FOREIGN KEY (block_schema_id) REFERENCES block_schema (id) ON DELETE CASCADE,
  CONSTRAINT fk_block_document__block_type_id__block_type FOREIGN KEY (block_type_id) REFERENCES block_type (id) ON DELETE CASCADE
);
CREATE INDEX ix_block_document__block_type_name__name ON block_document (block_type_name, name);
CREATE INDEX ix_block_document__is_anonymous ON block_document (is_anonymous);
CREATE INDEX ix_block_document__name ON block_document (name);
CREATE INDEX ix_block_document__updated ON block_document (updated);
CREATE INDEX trgm_ix_block_document_name ON block_document USING gin (name gin_trgm_ops);
CREATE UNIQUE INDEX uq_block__type_id_name ON block_document (block_type_id, name);

CREATE TABLE block_document_reference (
  ${base},
  name varchar NOT NULL,
  parent_block_document_id uuid NOT NULL,
  reference_block_document_id uuid NOT NULL,
  CONSTRAINT pk_block_document_reference PRIMARY KEY (id),
  CONSTRAINT ck_block_document_reference__ck_block_document_referenc_824f CHECK (parent_block_document_id <> reference_block_document_id),
  CONSTRAINT fk_block_document_reference__parent_block_document_id___328f FOREIGN KEY (parent_block_document_id) REFERENCES block_document (id) ON DELETE CASCADE,
  CONSTRAINT fk_block_document_reference__reference_block_document_i_5759 FOREIGN KEY (reference_block_document_id) REFERENCES block_document (id) ON DELETE CASCADE
);
CREATE INDEX ix_block_document_reference__updated ON block_document_reference (updated);
`;
