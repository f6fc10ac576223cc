/** The item form: what is empty goes, what is wrong is said at its field, and an unfinished item can still be looked at. */
import { Item } from '@palier/playlists/item';
import { ITEM_KINDS } from '@palier/playlists/item-kind';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkDraft, freshDraft, previewOf } from '../../control-panel/src/lib/item-form/draft.ts';
import { tidy, withKey } from '../../control-panel/src/lib/item-form/field-spec.ts';
import { COMMON, FIELDS } from '../../control-panel/src/lib/item-form/fields.ts';
import { readingMs } from '@palier/playlists/reading';
import { overwriteGetLocale } from '../../control-panel/src/lib/paraglide/runtime.js';
import { createWorld } from './fake-world.ts';

beforeEach(() => overwriteGetLocale(() => 'fr'));
const TODAY = '2026-11-23';

describe('each kind', () => {
  test.each(ITEM_KINDS)('%s: the form has every field of its schema', (kind) => {
    const schema = Item.options.find((option) => option.shape.kind.value === kind);
    const named = [...FIELDS[kind], ...COMMON].map((field) => field.key);
    expect(['kind', ...named].toSorted()).toEqual(
      // What only the server fills in is nobody's to type.
      Object.keys(schema?.shape ?? {})
        .filter((key) => key !== 'shown')
        .toSorted(),
    );
  });

  test.each(ITEM_KINDS)('%s: an untouched draft has a preview', (kind) => {
    expect(previewOf(kind, freshDraft(kind, TODAY), 'demo/port.jpg')?.kind).toBe(kind);
  });

  test.each(ITEM_KINDS)('%s: an untouched draft is refused at its fields, or is already whole', (kind) => {
    const checked = checkDraft(kind, freshDraft(kind, TODAY));
    const words = checked.ok ? [] : [...checked.faults.values()];
    expect(checked.ok).toBe(['clock', 'thread-call', 'propose', 'feed'].includes(kind));
    expect(words.filter((one) => one === '')).toEqual([]);
  });

  test('what exists goes through the form unchanged', () => {
    const world = createWorld({ now: () => 0 });
    const items = [...world.playlists.values()].flatMap(({ value }) => value.entries.map((entry) => entry.item));
    expect(items.length).toBeGreaterThan(5);
    for (const item of items) {
      const checked = checkDraft(item.kind, { ...item });
      expect(checked.ok && checked.item).toEqual(item);
    }
  });
});

describe('tidying', () => {
  test('empty texts, languages and groups go; choices stay', () => {
    const draft = {
      kind: 'notice',
      title: { fr: ' Bonjour ', en: '' },
      body: { fr: ' ' },
      link: { url: '' },
      tone: 'plain',
    };
    expect(tidy(FIELDS.notice, draft)).toEqual({ kind: 'notice', title: { fr: ' Bonjour ' }, tone: 'plain' });
  });

  test('a trend of which only the choice is set is no trend', () => {
    expect(tidy(FIELDS.results, { trend: { goodWhen: 'down' } })).not.toHaveProperty('trend');
  });

  test('a key set to nothing is taken away', () => {
    expect(withKey({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
  });
});

test('a fault is said in the reader’s language at the path of its field', () => {
  const link = { url: 'pas une adresse' };
  const checked = checkDraft('qr', { ...freshDraft('qr', TODAY), title: { fr: 'Votre avis' }, link });
  expect(checked.ok ? [] : [...checked.faults]).toEqual([
    ['link.url', 'Écrivez une adresse complète, qui commence par https://'],
  ]);
  const zone = checkDraft('clock', { kind: 'clock', places: [{ name: 'Lune', zone: 'Moon/Base' }] });
  expect(zone.ok ? [] : [...zone.faults.keys()]).toEqual(['places.0.zone']);
});

test('reading takes three words a second, in the longer language', () => {
  const item = Item.parse({ kind: 'notice', title: { fr: 'un deux trois quatre cinq six', en: 'one two three' } });
  expect(readingMs(item)).toBe(2000);
  expect(readingMs(Item.parse({ kind: 'picture', media: 'a b c d.jpg' }))).toBe(0);
});
