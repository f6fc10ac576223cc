/**
 * What changed between two versions of a playlist or a schedule, as a list of facts that the panel puts into words. Never
 * carries a secret: that a Wi-Fi password changed is said, what it was or is, is not. Pure.
 */
import { z } from 'zod';
import { contentHash } from './content-hash.ts';
import type { Item } from './item.ts';
import { ItemKind } from './item-kind.ts';
import type { Localized } from './localized.ts';
import type { Entry, Playlist } from './playlist.ts';
import type { Rule, Schedule } from './schedule.ts';

const Words = z.strictObject({ fr: z.string().optional(), en: z.string().optional() });
const Value = z.union([z.string(), z.number(), z.boolean(), Words]);
/** One field that changed: its path, and what it was and is where that can be said in short. */
export const FieldChange = z.strictObject({ field: z.string(), from: Value.optional(), to: Value.optional() });
export type FieldChange = z.infer<typeof FieldChange>;

/** One fact. `title`: the item's own, absent when it has none. Positions count from 1. */
export const Change = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('renamed'), from: Words, to: Words }),
  z.strictObject({ what: z.literal('entry-added'), kind: ItemKind, title: Words.optional(), position: z.int() }),
  z.strictObject({ what: z.literal('entry-removed'), kind: ItemKind, title: Words.optional(), position: z.int() }),
  z.strictObject({
    what: z.literal('entry-moved'),
    kind: ItemKind,
    title: Words.optional(),
    from: z.int(),
    to: z.int(),
  }),
  z.strictObject({
    what: z.literal('entry-changed'),
    kind: ItemKind,
    title: Words.optional(),
    fields: z.array(FieldChange),
  }),
  z.strictObject({ what: z.literal('rule-added'), playlistId: z.string() }),
  z.strictObject({ what: z.literal('rule-removed'), playlistId: z.string() }),
  z.strictObject({ what: z.literal('rule-changed'), playlistId: z.string(), fields: z.array(FieldChange) }),
  z.strictObject({ what: z.literal('target-changed') }),
]);
export type Change = z.infer<typeof Change>;

/** The most facts that are told; a longer list helps nobody. */
export const MAX_CHANGES = 60;
const LONGEST_VALUE = 160;
/** Its values are never told. */
const SECRET = new Set(['item.password']);

/** What was done to a playlist, renames first, then in the order of the new list. */
export function playlistChanges(
  before: Pick<Playlist, 'name' | 'entries'>,
  after: Pick<Playlist, 'name' | 'entries'>,
): Change[] {
  const changes: Change[] = renamed(before.name, after.name);
  const [was, is] = [byId(before.entries), byId(after.entries)];
  for (const [id, { one: entry, at }] of was) {
    if (!is.has(id)) changes.push({ what: 'entry-removed', ...nameOf(entry), position: at + 1 });
  }
  const moved = movedIds(before.entries, after.entries);
  for (const [id, { one: entry, at }] of is) {
    const old = was.get(id);
    if (old === undefined) {
      changes.push({ what: 'entry-added', ...nameOf(entry), position: at + 1 });
      continue;
    }
    if (moved.has(id)) changes.push({ what: 'entry-moved', ...nameOf(entry), from: old.at + 1, to: at + 1 });
    const fields = fieldChanges(old.one, entry);
    if (fields.length > 0) changes.push({ what: 'entry-changed', ...nameOf(entry), fields });
  }
  return changes.slice(0, MAX_CHANGES);
}

/** What was done to a schedule. */
export function scheduleChanges(
  before: Pick<Schedule, 'name' | 'target' | 'rules'>,
  after: Pick<Schedule, 'name' | 'target' | 'rules'>,
): Change[] {
  const changes: Change[] = renamed(before.name, after.name);
  if (contentHash(before.target) !== contentHash(after.target)) changes.push({ what: 'target-changed' });
  const [was, is] = [byId(before.rules), byId(after.rules)];
  for (const [id, { one: rule }] of was)
    if (!is.has(id)) changes.push({ what: 'rule-removed', playlistId: rule.playlistId });
  for (const [id, { one: rule }] of is) {
    const old = was.get(id);
    if (old === undefined) {
      changes.push({ what: 'rule-added', playlistId: rule.playlistId });
      continue;
    }
    const fields = fieldChanges(old.one, rule);
    if (fields.length > 0) changes.push({ what: 'rule-changed', playlistId: rule.playlistId, fields });
  }
  return changes.slice(0, MAX_CHANGES);
}

function renamed(from: Localized, to: Localized): Change[] {
  return contentHash(from) === contentHash(to) ? [] : [{ what: 'renamed', from, to }];
}

function byId<T extends Entry | Rule>(list: readonly T[]): Map<string, { one: T; at: number }> {
  return new Map(list.map((one, at) => [one.id, { one, at }]));
}

function nameOf(entry: Entry): { kind: Item['kind']; title?: Localized } {
  const title = titleOf(entry.item);
  return { kind: entry.item.kind, ...(title === undefined ? {} : { title }) };
}

/** What an item is called: its title, its words, its file. */
export function titleOf(item: Item): Localized | undefined {
  if ('title' in item && item.title !== undefined) return item.title;
  if (item.kind === 'quote') return { fr: item.author };
  if ('caption' in item && item.caption !== undefined) return item.caption;
  if (item.kind === 'wifi') return { fr: item.ssid };
  if ('media' in item && typeof item.media === 'string') return { fr: item.media };
  return undefined;
}

/** The fewest entries that were taken out and put elsewhere: those outside the longest run that kept its order. */
function movedIds(before: readonly { id: string }[], after: readonly { id: string }[]): Set<string> {
  const place = new Map(before.map(({ id }, at) => [id, at]));
  const kept = after.flatMap(({ id }) => {
    const at = place.get(id);
    return at === undefined ? [] : [{ id, at }];
  });
  const best: { length: number; from: number }[] = [];
  for (const [index, { at }] of kept.entries()) {
    let [length, from] = [1, -1];
    for (let earlier = 0; earlier < index; earlier += 1) {
      const [run, one] = [best[earlier], kept[earlier]];
      if (run === undefined || one === undefined || one.at > at || run.length < length) continue;
      [length, from] = [run.length + 1, earlier];
    }
    best.push({ length, from });
  }
  const inOrder = new Set<string>();
  let at = best.reduce((most, run, index) => (run.length > (best[most]?.length ?? 0) ? index : most), 0);
  while (at >= 0 && kept[at] !== undefined) {
    inOrder.add(kept[at]?.id ?? '');
    at = best[at]?.from ?? -1;
  }
  return new Set(kept.map(({ id }) => id).filter((id) => !inOrder.has(id)));
}

/** Fields that differ, texts in both languages as one, lists as one. */
function fieldChanges(before: object, after: object, path = ''): FieldChange[] {
  const [was, is] = [entriesOf(before), entriesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const [from, to] = [was.get(key), is.get(key)];
    const field = `${path}${key}`;
    if (contentHash({ value: from }) === contentHash({ value: to })) return [];
    if (SECRET.has(field)) return [{ field }];
    if (isPlain(from) && isPlain(to) && !isWords(from) && !isWords(to)) return fieldChanges(from, to, `${field}.`);
    return [{ field, ...told('from', from), ...told('to', to) }];
  });
}

function entriesOf(value: object): Map<string, unknown> {
  return new Map(Object.entries(value).filter(([key, one]) => one !== undefined && key !== 'shown'));
}

function told<K extends 'from' | 'to'>(key: K, value: unknown): { [P in K]?: z.infer<typeof Value> } {
  const parsed = Value.safeParse(value);
  if (!parsed.success) return {};
  const short = typeof parsed.data === 'object' ? shortWords(parsed.data) : shortOf(parsed.data);
  return { [key]: short } as { [P in K]?: z.infer<typeof Value> };
}

function shortWords(words: Localized): Localized {
  return Object.fromEntries(Object.entries(words).map(([language, text]) => [language, shortOf(text)]));
}

function shortOf<T>(value: T): T | string {
  return typeof value === 'string' && value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE - 1)}…` : value;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWords(value: object): boolean {
  return Words.safeParse(value).success;
}
