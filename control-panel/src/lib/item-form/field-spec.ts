/** The shape of a form field, and reading and writing a draft by path. Drafts are plain JSON; nothing here is changed in place. */
import type { MediaType } from '@palier/playlists/media';

export type Choice = { value: string; label: () => string };
type Named = { key: string; label: () => string; hint?: () => string; optional?: boolean };
export type FieldSpec =
  | (Named & { type: 'words'; max: number; rows?: number })
  | (Named & { type: 'text'; max: number; input?: 'url' | 'date' | 'text' })
  | (Named & { type: 'number' })
  | (Named & { type: 'check' })
  | (Named & { type: 'choice'; choices: Choice[] })
  | (Named & { type: 'media'; accept: 'image' | 'video' })
  | (Named & { type: 'document' })
  /** A survey, a figure of the survey chosen beside it, or a decision, by id. */
  | (Named & { type: 'survey'; what: 'survey' | 'figure' | 'action' })
  | (Named & { type: 'focus'; of: string })
  /** One or some of a noun, by id. */
  | (Named & { type: 'pick'; noun: 'figure' | 'network'; most: number })
  | (Named & { type: 'group'; fields: FieldSpec[] })
  | (Named & {
      type: 'list';
      fields: FieldSpec[];
      min: number;
      max: number;
      add: () => string;
      row?: (number: number) => string;
    });

export type Draft = { [key: string]: unknown };
export type Faults = ReadonlyMap<string, string>;

export function isRecord(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const accepts = (accept: 'image' | 'video', type: MediaType): boolean => type.startsWith(accept);

/** `draft` with `value` at `key`; `undefined` takes the key away. An empty key stands for the value itself. */
export function withKey(draft: Draft, key: string, value: unknown): Draft {
  if (value !== undefined) return { ...draft, [key]: value };
  const { [key]: _, ...rest } = draft;
  return rest;
}

/** What is left when everything empty is taken away: texts, languages, groups without content. Lists keep their rows. */
export function tidy(fields: readonly FieldSpec[], draft: Draft): Draft {
  const kept: Draft = {};
  const named = new Set(fields.map((field) => field.key));
  for (const [key, value] of Object.entries(draft)) if (!named.has(key)) kept[key] = value;
  for (const field of fields) {
    const value = tidyField(field, draft[field.key]);
    if (value !== undefined) kept[field.key] = value;
  }
  return kept;
}

function tidyField(field: FieldSpec, value: unknown): unknown {
  switch (field.type) {
    case 'words':
      return isRecord(value) ? tidyWords(value) : undefined;
    case 'text':
    case 'choice':
    case 'media':
    case 'document':
    case 'survey':
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
    case 'pick':
      return Array.isArray(value) ? (value.length === 0 ? undefined : value) : value || undefined;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'focus':
      return isRecord(value) ? value : undefined;
    case 'check':
      return value === true;
    case 'group': {
      const inner = isRecord(value) ? tidy(field.fields, value) : {};
      const written = Object.entries(inner).some(([key, one]) => isWritten(field.fields, key, one));
      return written || field.optional !== true ? inner : undefined;
    }
    case 'list':
      return Array.isArray(value) ? value.map((row) => tidyRow(field.fields, row)) : [];
  }
}

/** A choice is always set, so a group that holds nothing but choices counts as empty. */
function isWritten(fields: readonly FieldSpec[], key: string, value: unknown): boolean {
  return value !== undefined && fields.find((field) => field.key === key)?.type !== 'choice';
}

/** A list whose rows are one text in two languages has one field with an empty key. */
function tidyRow(fields: readonly FieldSpec[], row: unknown): unknown {
  const only = fields.length === 1 ? fields[0] : undefined;
  if (only?.key === '') return tidyField(only, row) ?? {};
  return isRecord(row) ? tidy(fields, row) : {};
}

function tidyWords(words: Draft): Draft | undefined {
  const written = Object.entries(words).filter(([, text]) => typeof text === 'string' && text.trim() !== '');
  return written.length === 0 ? undefined : Object.fromEntries(written);
}
