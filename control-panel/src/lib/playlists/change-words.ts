/** What changed between two versions, in the reader's language. */
import type { Change, FieldChange } from '@palier/playlists/difference';
import { inLanguage, type Localized } from '@palier/playlists/in-language';
import { KIND_WORDS } from '../item-words.ts';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';
import { lengthWords } from '../time.ts';

/** A line for one fact. `nameOf`: what a playlist is called. */
export function changeWords(change: Change, nameOf: (playlistId: string) => string): string {
  const words = (text: Localized) => inLanguage(text, getLocale());
  switch (change.what) {
    case 'renamed':
      return m.editor_change_renamed({ from: words(change.from), to: words(change.to) });
    case 'entry-added':
      return m.editor_change_added({ position: change.position, title: titleWords(change) });
    case 'entry-removed':
      return m.editor_change_removed({ title: titleWords(change) });
    case 'entry-moved':
      return m.editor_change_moved({ from: change.from, to: change.to, title: titleWords(change) });
    case 'entry-changed':
      return m.editor_change_fields({ title: titleWords(change), fields: fieldsWords(change.fields) });
    case 'rule-added':
      return m.editor_change_rule_added({ title: nameOf(change.playlistId) });
    case 'rule-removed':
      return m.editor_change_rule_removed({ title: nameOf(change.playlistId) });
    case 'rule-changed':
      return m.editor_change_fields({ title: nameOf(change.playlistId), fields: fieldsWords(change.fields) });
    case 'target-changed':
      return m.editor_change_target();
  }
}

function titleWords(change: { kind: keyof typeof KIND_WORDS; title?: Localized | undefined }): string {
  return inLanguage(change.title, getLocale()) || KIND_WORDS[change.kind]();
}

function fieldsWords(fields: readonly FieldChange[]): string {
  return [...new Set(fields.map(fieldWords))].join(' · ');
}

function fieldWords({ field, from, to }: FieldChange): string {
  if (field === 'enabled') return to === true ? m.editor_field_enabled_on() : m.editor_field_enabled_off();
  const name = nameOfField(field);
  const [was, is] = [valueWords(field, from), valueWords(field, to)];
  // An address or a name of a file says little; that it changed is enough.
  if (field.includes('media') || field.includes('focus')) return m.editor_field_changed({ field: name });
  if (was !== undefined && is !== undefined && was !== is) return m.editor_field_to({ field: name, from: was, to: is });
  if (is !== undefined && was === undefined) return m.editor_field_set({ field: name, to: is });
  if (was !== undefined && is === undefined) return m.editor_field_cleared({ field: name });
  return m.editor_field_changed({ field: name });
}

function nameOfField(field: string): string {
  if (field === 'durationMs') return m.editor_field_duration();
  if (field.startsWith('valid')) return m.editor_field_valid();
  if (field.startsWith('daypart')) return m.editor_field_hours();
  if (field.startsWith('recurrence') || field === 'except') return m.editor_field_days();
  if (field === 'priority') return m.editor_field_priority();
  if (field === 'item.title') return m.editor_field_title();
  if (field === 'item.password') return m.editor_field_password();
  if (field.startsWith('item.link')) return m.editor_field_link();
  if (/media|focus/.test(field)) return m.editor_field_media();
  if (/body|text|caption|subtitle|note|author|role|heading|alt/.test(field)) return m.editor_field_text();
  return m.editor_field_other();
}

function valueWords(field: string, value: FieldChange['from']): string | undefined {
  if (value === undefined || typeof value === 'boolean') return undefined;
  if (field === 'durationMs') return lengthWords(Number(value));
  return typeof value === 'object' ? inLanguage(value, getLocale()) : String(value);
}
