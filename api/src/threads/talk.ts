/**
 * The one document of settings for conversations: when HR works, what is promised, how long threads are kept, prepared
 * answers, the installation's salt, and how long answers took lately. Held in memory, read anew when it changes.
 */
import { TalkSettings, type CannedReply } from '@palier/playlists/talk-settings';
import { expectedAnswer, workingMsBetween } from '@palier/playlists/working-time';
import type { ExpectedView } from '@palier/playlists/thread-views';
import { isoOf, type Clock } from '../clock.ts';
import { weekOf } from '../documents/reads.ts';
import type { Random } from '../secrets.ts';
import type { TalkRecord } from '../storage/records/threads.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';

const ID = 'talk';
const HOUR_MS = 3_600_000;
/** Answers that the expectation is measured by. */
const MEASURED = 40;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** Four weeks and the four before them, and the running one. */
const KEPT_WEEKS = 10;

export function createTalk(deps: { storage: Storage; clock: Clock; random: Random; zone: string | undefined }) {
  const { storage, clock, random } = deps;
  let held: TalkRecord | undefined;

  async function inTransaction(transaction: Transaction): Promise<TalkRecord> {
    return (await transaction.get('talk', ID)) ?? fresh(random, deps.zone);
  }

  async function change(edit: (record: TalkRecord) => TalkRecord): Promise<TalkRecord> {
    const outcome = await storage.transact(async (transaction) => {
      const next = edit(await inTransaction(transaction));
      await transaction.put('talk', next);
      return next;
    });
    if (isRefused(outcome)) throw new Error('the settings of the conversations were refused');
    held = outcome;
    return outcome;
  }

  async function load(): Promise<void> {
    held = (await storage.get('talk', ID)) ?? (await change((record) => record));
  }

  function present(): TalkRecord {
    if (held === undefined) throw new Error('the settings of the conversations are not read yet');
    return held;
  }

  return {
    load,
    settings: (): TalkSettings => present().settings,
    replies: (): readonly CannedReply[] => present().replies,
    salt: (): Uint8Array => Buffer.from(present().salt, 'base64'),
    putSettings: async (settings: TalkSettings) => (await change((record) => ({ ...record, settings }))).settings,
    /** `undefined` removes it. Answers whether there is room for another. */
    async putReply(id: string, reply: CannedReply | undefined): Promise<boolean> {
      const others = (replies: readonly CannedReply[]) => replies.filter((one) => one.id !== id);
      if (reply !== undefined && others(present().replies).length >= 100) return false;
      await change((record) => ({
        ...record,
        replies: [...others(record.replies), ...(reply === undefined ? [] : [reply])],
      }));
      return true;
    },
    /** How long somebody waited for an answer. Kept as a number among others, in no order, without whose it was. */
    async learn(waitedSinceMs: number): Promise<void> {
      const workedMs = workingMsBetween(present().settings.working, waitedSinceMs, clock.now());
      const hours = Math.round((workedMs / HOUR_MS) * 10) / 10;
      const week = weekOf(clock.now());
      await change((record) => ({
        ...record,
        answeredHours: insertedAt(record.answeredHours, hours, random),
        answeredWeeks: withAnswer(record.answeredWeeks, week, hours <= record.settings.promisedHours),
      }));
    },
    /** Answers of the whole weeks that began `from` to `until` weeks ago, and how many of them came in time; 1 is the last whole one. */
    answered(from: number, until: number): { answers: number; inTime: number } {
      const weeks = new Set<string>();
      for (let back = until; back <= from; back += 1) weeks.add(weekOf(clock.now() - back * WEEK_MS));
      const counted = present().answeredWeeks.filter(({ week }) => weeks.has(week));
      return {
        answers: counted.reduce((sum, one) => sum + one.answers, 0),
        inTime: counted.reduce((sum, one) => sum + one.inTime, 0),
      };
    },
    /** When an answer may come to what was asked at `askedAtMs`. */
    expected(askedAtMs: number): ExpectedView | undefined {
      const { settings, answeredHours } = present();
      const found = expectedAnswer(settings.working, askedAtMs, {
        promisedMs: settings.promisedHours * HOUR_MS,
        measuredMs: answeredHours.map((hours) => hours * HOUR_MS),
      });
      if (found === undefined) return undefined;
      return { by: isoOf(found.byMs), basis: found.basis, late: found.byMs < clock.now() };
    },
  };
}
export type Talk = ReturnType<typeof createTalk>;

function fresh(random: Random, zone: string | undefined): TalkRecord {
  const settings = TalkSettings.parse({});
  const working = zone === undefined ? settings.working : { ...settings.working, zone };
  const salt = Buffer.from(random(32)).toString('base64');
  return { id: ID, salt, settings: { ...settings, working }, replies: [], answeredHours: [], answeredWeeks: [] };
}

/** The weeks with one answer more; beyond so many the oldest go. */
function withAnswer(weeks: TalkRecord['answeredWeeks'], week: string, isInTime: boolean): TalkRecord['answeredWeeks'] {
  const present = weeks.find((one) => one.week === week) ?? { week, answers: 0, inTime: 0 };
  const next = { week, answers: present.answers + 1, inTime: present.inTime + (isInTime ? 1 : 0) };
  return [...weeks.filter((one) => one.week !== week), next].slice(-KEPT_WEEKS);
}

/** Put at a random place; one at a random place gives way. */
function insertedAt(list: readonly number[], value: number, random: Random): number[] {
  const pick = (length: number) => ((random(2)[0] ?? 0) * 256 + (random(2)[1] ?? 0)) % length;
  const kept = list.length < MEASURED ? [...list] : list.toSpliced(pick(list.length), 1);
  return kept.toSpliced(pick(kept.length + 1), 0, value);
}
