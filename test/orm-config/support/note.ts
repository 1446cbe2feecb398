import { EntitySchema } from '@mikro-orm/core';

/** A table of the tests' own, so that connections are tested without the domain model. */
export interface Note {
  id: number;
  text: string;
  weight: number | null;
}

export const NoteSchema = new EntitySchema<Note>({
  name: 'Note',
  properties: {
    id: { type: 'integer', primary: true, autoincrement: true },
    text: { type: 'text', unique: true },
    weight: { type: 'double', nullable: true },
  },
});

/** The table on either database. */
export const createNote: Readonly<Record<'sqlite' | 'postgresql', string>> = {
  sqlite: 'create table note (id integer primary key, text varchar not null unique, weight float)',
  postgresql: 'create table note (id serial primary key, text varchar not null unique, weight double precision)',
};
