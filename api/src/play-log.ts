/**
 * Proof of play as it is kept: one stream a screen and month of the plays in it, for thirteen months. The month is that of
 * the play itself, so one that is brought twice, even over the end of a month, meets itself and counts once.
 */
import type { Play } from '@palier/playlists/play';
import { isoOf, type Clock } from './clock.ts';
import type { DocumentOf } from './storage/collections.ts';
import { isRefused, type Storage } from './storage/storage.ts';

const DAY_MS = 24 * 3_600_000;
/** This month and the same one of last year can be compared. */
const KEEP_MONTHS = 13;
/** A screen that was away brings its plays up to this much later. */
const LATE_MS = 8 * DAY_MS;
/** A kiosk whose clock is fast shows things before they happen, by the server's clock. */
const SOON_MS = 3_600_000;
const PAGE = 500;
/** Plays of one screen and span of a day beyond this are not read: no real loop makes as many. */
const MAX_PER_SPAN_DAY = 200_000;

export type PlayLog = ReturnType<typeof createPlayLog>;

export function createPlayLog({ storage, clock }: { storage: Storage; clock: Pick<Clock, 'now'> }) {
  const months = async (screenId: string): Promise<string[]> =>
    (await storage.streams('plays')).filter((stream) => stream.startsWith(`${screenId}.`)).toSorted();

  /** The last position that surely arrived before `atMs`, by bisection: a stream is in order of arrival. */
  async function positionBefore(stream: string, atMs: number): Promise<number> {
    let low = 0;
    let high = await storage.countLog('plays', stream);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [entry] = await storage.readLog('plays', stream, middle, 1);
      if (entry === undefined || Date.parse(entry.record.receivedAt) >= atMs - SOON_MS) high = middle;
      else low = Math.max(middle + 1, entry.position);
    }
    return Math.max(0, low - 1);
  }

  /** Streams of another making, one a screen: each play joins its month, and the old stream goes when all have. */
  async function divide(stream: string): Promise<void> {
    for (let after = 0; ;) {
      const entries = await storage.readLog('plays', stream, after, PAGE);
      const last = entries.at(-1);
      if (last === undefined) break;
      const moved = await storage.transact(async (transaction) => {
        for (const { key, record } of entries) {
          await transaction.append('plays', playStream(stream, record.play.startedAt), key, record);
        }
      });
      if (isRefused(moved)) throw new Error('a look-up of plays was taken');
      after = last.position;
    }
    await storage.dropLog('plays', stream);
  }

  return {
    /** Adds plays of a screen; answers how many were not known yet. */
    async add(screenId: DocumentOf<'screens'>['id'], plays: readonly Play[]): Promise<number> {
      const receivedAt = isoOf(clock.now());
      const added = await storage.transact(async (transaction) => {
        let count = 0;
        for (const play of plays) {
          const stream = playStream(screenId, play.startedAt);
          if (await transaction.append('plays', stream, play.id, { play, receivedAt })) count += 1;
        }
        return count;
      });
      if (isRefused(added)) throw new Error('a look-up of plays was taken');
      return added;
    },

    /** A page of what a screen played, months in order, in each as they came; `after` is the `next` of the page before. */
    async page(screenId: string, after = ''): Promise<{ plays: Play[]; next?: string }> {
      const [fromMonth = '', position = '0'] = after.split(':');
      const plays: Play[] = [];
      for (const stream of await months(screenId)) {
        const month = stream.slice(screenId.length + 1);
        if (month < fromMonth) continue;
        const from = month === fromMonth ? Number(position) : 0;
        const entries = await storage.readLog('plays', stream, from, PAGE - plays.length);
        plays.push(...entries.map(({ record }) => record.play));
        if (plays.length === PAGE) return { plays, next: `${month}:${entries.at(-1)?.position ?? from}` };
      }
      return { plays };
    },

    /** Plays of a screen that began in `[fromMs, untilMs)`, in order of arrival within each month. */
    async each(screenId: string, fromMs: number, untilMs: number, take: (play: Play) => void): Promise<void> {
      const most = MAX_PER_SPAN_DAY * Math.max(1, Math.ceil((untilMs - fromMs) / DAY_MS));
      let count = 0;
      for (const stream of streamsOver(screenId, fromMs, untilMs)) {
        for (let after = await positionBefore(stream, fromMs); count < most;) {
          const entries = await storage.readLog('plays', stream, after, PAGE);
          const late = entries.findIndex(({ record }) => Date.parse(record.receivedAt) > untilMs + LATE_MS);
          for (const { record } of late === -1 ? entries : entries.slice(0, late)) {
            const atMs = Date.parse(record.play.startedAt);
            if (atMs < fromMs || atMs >= untilMs) continue;
            count += 1;
            take(record.play);
          }
          const last = entries.at(-1);
          if (late !== -1 || last === undefined || entries.length < PAGE) break;
          after = last.position;
        }
      }
    },

    /** The screen is gone, and what it showed with it. */
    async forget(screenId: string): Promise<void> {
      for (const stream of [screenId, ...(await months(screenId))]) await storage.dropLog('plays', stream);
    },

    /**
     * Divides what is not divided yet, and lets go of months past their time, of months that cannot be (a kiosk with a
     * wrong clock), and of screens that are gone.
     */
    async sweep(): Promise<void> {
      const oldest = isoOf(clock.now() - KEEP_MONTHS * 31 * DAY_MS).slice(0, 7);
      const newest = isoOf(clock.now() + 31 * DAY_MS).slice(0, 7);
      const known = new Set<string>((await storage.all('screens')).map(({ id }) => id));
      for (const stream of await storage.streams('plays')) {
        const [id = '', month] = stream.split('.');
        if (known.has(id) && month === undefined) await divide(stream);
        else if (!known.has(id) || (month ?? '') < oldest || (month ?? '') > newest)
          await storage.dropLog('plays', stream);
      }
    },
  };
}

/** Where a play that began at `startedAt` is kept. */
export function playStream(screenId: string, startedAt: string): string {
  return `${screenId}.${startedAt.slice(0, 7)}`;
}

function streamsOver(screenId: string, fromMs: number, untilMs: number): string[] {
  const streams = new Set<string>();
  for (let atMs = fromMs; atMs < untilMs; atMs += 27 * DAY_MS) streams.add(playStream(screenId, isoOf(atMs)));
  if (untilMs > fromMs) streams.add(playStream(screenId, isoOf(untilMs - 1)));
  return [...streams].toSorted();
}
