/**
 * Takeovers: starting them over nothing or over one another, ending them, and who has shown them. A takeover always
 * has an end; which screens reached it is what their heartbeats say, never what was sent.
 */
import type { Heartbeat } from '@palier/playlists/heartbeat';
import { withoutShown } from '@palier/playlists/item';
import { targets, type Target } from '@palier/playlists/screen';
import { Takeover } from '@palier/playlists/takeover';
import { maskedItem } from '@palier/playlists/network';
import type { TakeoverView } from '@palier/playlists/views';
import type { z } from 'zod';
import { createThrottle, isoOf, type Clock } from './clock.ts';
import type { Content } from './content.ts';
import type { Heartbeats } from './heartbeats.ts';
import { reasonOf, type Log } from './log.ts';
import { idFrom, type Random } from './secrets.ts';
import type { DocumentOf } from './storage/collections.ts';
import { isRefused, type Storage, type Transaction } from './storage/storage.ts';
import type { TakeoverStart } from './wire.ts';

type TakeoverRecord = DocumentOf<'takeovers'>;
type Reached = TakeoverRecord['reached'][number];
/** Reached screens are written together, this long after the first. */
const GATHER_MS = 1_000;
/** Ended takeovers that are kept for their list of screens. */
const MAX_KEPT = 500;
/** Takeovers that run or are planned at once. */
const MAX_OPEN = 200;

export type StartOutcome =
  | { started: TakeoverRecord }
  | { refused: 'overlaps'; by: TakeoverRecord[] }
  | { refused: 'invalid'; error: z.ZodError }
  | { refused: 'no-playlist' }
  | { refused: 'no-screen'; index: number; id: string }
  | { refused: 'past' }
  | { refused: 'full' };

export function createTakeovers(deps: {
  storage: Storage;
  clock: Clock;
  log: Log;
  random: Random;
  heartbeats: Heartbeats;
}) {
  const { storage, clock, log, random, heartbeats } = deps;
  const gathered = new Map<TakeoverRecord['id'], Map<string, Reached>>();
  const flushing = createThrottle(clock, GATHER_MS, () => void flush());

  async function flush(): Promise<void> {
    const batch = [...gathered].map(([id, reached]) => ({ id, reached: [...reached.values()] }));
    if (batch.length === 0) return;
    try {
      await storage.transact(async (transaction) => {
        for (const { id, reached } of batch) {
          const record = await transaction.get('takeovers', id);
          if (record === undefined) continue;
          const known = new Set(record.reached.map((one) => one.screenId));
          const added = reached.filter((one) => !known.has(one.screenId));
          if (added.length > 0) {
            await transaction.put('takeovers', { ...record, reached: [...record.reached, ...added] });
          }
        }
      });
      for (const { id, reached } of batch) for (const one of reached) gathered.get(id)?.delete(one.screenId);
      for (const [id, reached] of gathered) if (reached.size === 0) gathered.delete(id);
    } catch (error) {
      log.warn('which screens show the takeover could not be saved', { reason: reasonOf(error) });
    }
  }

  return {
    async start(start: z.output<typeof TakeoverStart>, startedBy: string): Promise<StartOutcome> {
      const startsAt = start.startsAt ?? isoOf(clock.now());
      const endsAt = start.endsAt ?? isoOf(Date.parse(startsAt) + (start.durationMs ?? 0));
      const id = idFrom('takeover', random);
      const { target } = start;
      const content = keptContent(start.content);
      const parsed = Takeover.safeParse({ id, target, content, startsAt, endsAt, startedBy });
      if (!parsed.success) return { refused: 'invalid', error: parsed.error };
      if (Date.parse(endsAt) <= clock.now()) return { refused: 'past' };
      const record: TakeoverRecord = { id: parsed.data.id, takeover: parsed.data, reached: [] };
      const outcome = await storage.transact(async (transaction): Promise<StartOutcome> => {
        if (content.kind === 'playlist' && (await transaction.get('playlists', content.playlistId)) === undefined) {
          return { refused: 'no-playlist' };
        }
        const all = await transaction.all('takeovers');
        const open = all.filter(({ takeover }) => Date.parse(takeover.endedAt ?? takeover.endsAt) > clock.now());
        if (open.length >= MAX_OPEN) return { refused: 'full' };
        const screens = (await transaction.all('screens')).map(({ screen }) => screen);
        const known = new Set(screens.map((screen) => screen.id));
        // An alarm that no wall can show must not look as if it were on.
        const index = target.screens.findIndex((id) => !known.has(id));
        const unknown = target.screens[index];
        if (unknown !== undefined) return { refused: 'no-screen', index, id: unknown };
        const by = all.filter((other) => overlaps(other.takeover, record.takeover, screens));
        if (by.length > 0 && !start.replace) return { refused: 'overlaps', by };
        for (const other of by) await putEnded(transaction, other);
        for (const old of surplus(all)) await transaction.remove('takeovers', old.id);
        await transaction.put('takeovers', record);
        return { started: record };
      });
      if (isRefused(outcome)) throw new Error('a look-up of a takeover was taken');
      return outcome;
    },

    /** Ends it now. Answers what it is then; absent when there is no such takeover. */
    async end(id: string): Promise<TakeoverRecord | undefined> {
      const outcome = await storage.transact(async (transaction) => {
        const record = await transaction.get('takeovers', id);
        return record === undefined ? undefined : putEnded(transaction, record);
      });
      return isRefused(outcome) ? undefined : outcome;
    },

    /** A screen said what it shows. */
    hear(screenId: Reached['screenId'], heartbeat: Heartbeat): void {
      const { takeoverId } = heartbeat;
      if (takeoverId === undefined || heartbeat.state !== 'playing') return;
      const reached = gathered.get(takeoverId) ?? new Map<string, Reached>();
      if (!reached.has(screenId)) reached.set(screenId, { screenId, at: isoOf(clock.now()) });
      gathered.set(takeoverId, reached);
      flushing.ask();
    },

    viewOf(record: TakeoverRecord, content: Content): TakeoverView {
      const takeover = masked(record.takeover);
      const names = new Map<string, string>(content.screens.map(({ screen }) => [screen.id, screen.name]));
      const confirmed = new Map<string, Reached>(record.reached.map((one) => [one.screenId, one]));
      for (const one of gathered.get(record.id)?.values() ?? [])
        if (!confirmed.has(one.screenId)) confirmed.set(one.screenId, one);
      const reached = [...confirmed.values()].map((one) => ({ ...one, name: names.get(one.screenId) ?? one.screenId }));
      const missing = content.screens.filter(
        ({ id, screen }) => targets(takeover.target, screen) && !confirmed.has(id),
      );
      const notReached = missing.map(({ id, screen }) => {
        const heard = heartbeats.of(id);
        const lastHeardAt = heard === undefined ? {} : { lastHeardAt: isoOf(heard.lastHeardAtMs) };
        return { screenId: id, name: screen.name, ...lastHeardAt };
      });
      return { takeover, state: stateOf(takeover, clock.now()), reached, notReached };
    },

    async stop(): Promise<void> {
      flushing.stop();
      await flush();
    },
  };

  async function putEnded(transaction: Transaction, record: TakeoverRecord): Promise<TakeoverRecord> {
    if (stateOf(record.takeover, clock.now()) === 'ended') return record;
    const ended = { ...record, takeover: { ...record.takeover, endedAt: isoOf(clock.now()) } };
    await transaction.put('takeovers', ended);
    return ended;
  }

  function surplus(all: readonly TakeoverRecord[]): TakeoverRecord[] {
    const ended = all.filter(({ takeover }) => stateOf(takeover, clock.now()) === 'ended');
    return ended.toSorted((a, b) => b.takeover.startsAt.localeCompare(a.takeover.startsAt)).slice(MAX_KEPT);
  }

  function overlaps(one: Takeover, other: Takeover, screens: readonly Parameters<typeof targets>[1][]): boolean {
    if (one.endedAt !== undefined || Date.parse(one.endsAt) <= clock.now()) return false;
    const apart =
      Date.parse(one.endsAt) <= Date.parse(other.startsAt) || Date.parse(other.endsAt) <= Date.parse(one.startsAt);
    return !apart && meet(one.target, other.target, screens);
  }
}
export type Takeovers = ReturnType<typeof createTakeovers>;

export function stateOf(takeover: Takeover, atMs: number): TakeoverView['state'] {
  if (takeover.endedAt !== undefined || Date.parse(takeover.endsAt) <= atMs) return 'ended';
  return Date.parse(takeover.startsAt) <= atMs ? 'running' : 'planned';
}

/** Whether two targets have a screen in common, now or as soon as a screen joins. */
function meet(a: Target, b: Target, screens: readonly Parameters<typeof targets>[1][]): boolean {
  if (a.all || b.all) return true;
  if (a.groups.some((group) => b.groups.includes(group))) return true;
  return screens.some((screen) => targets(a, screen) && targets(b, screen));
}

function keptContent(content: Takeover['content']): Takeover['content'] {
  return content.kind === 'item' ? { ...content, item: withoutShown(content.item) } : content;
}

/** As people read it: dots where a password was typed into an item. */
function masked(takeover: Takeover): Takeover {
  if (takeover.content.kind !== 'item') return takeover;
  return { ...takeover, content: { ...takeover.content, item: maskedItem(takeover.content.item) } };
}
