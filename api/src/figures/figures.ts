/**
 * Figures: keeping them, and feeding them from files and addresses. A feed that fails changes nothing of what is shown;
 * what it last said stays, grows old by its own rule, and the panel says why in plain words.
 */
import { daysAfter, MAX_POINTS, type Figure, type FigureData, type FigureMapping } from '@palier/playlists/figure';
import { isoOf, type Clock } from '../clock.ts';
import type { Egress, EgressAnswer } from '../egress/egress.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Sealer } from '../sealing.ts';
import { randomText, type Random } from '../secrets.ts';
import type { DocumentOf } from '../storage/collections.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import { jsonPoints, type JsonPoints } from './json-points.ts';
import { createTables, type TableRead } from './tables.ts';

export type FigureRecord = DocumentOf<'figures'>;
export type FetchRecord = DocumentOf<'figureFetches'>;
type FetchFault = NonNullable<FetchRecord['fault']>;

const LOOK_EVERY_MS = 20_000;
/** While one process fetches, another leaves it alone for so long. */
const LEASE_MS = 120_000;
const MAX_BACKOFF_MS = 24 * 3600_000;
const MAX_JSON_BYTES = 4 * 1024 ** 2;
const CODE_SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

export type Figures = ReturnType<typeof createFigures>;

export function createFigures(deps: {
  storage: Storage;
  egress: Egress;
  sealer: Sealer;
  clock: Clock;
  random: Random;
  log: Log;
  /** The day on the wall of the house decides what "today" is. */
  zone: string;
}) {
  const { storage, egress, sealer, clock, random, log, zone } = deps;
  const tables = createTables();
  let cancelLook: (() => void) | undefined;
  let looking: Promise<void> = Promise.resolve();
  const stopping = new AbortController();
  const about = (id: string) => `figures/${id}`;
  const today = () =>
    Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(zone).toPlainDate().toString();

  /** Due addresses, each marked as taken, so that no other process asks as well. */
  async function claimDue(): Promise<FigureRecord[]> {
    const due: FigureRecord[] = [];
    const fetches = new Map((await storage.all('figureFetches')).map((record) => [record.id, record]));
    for (const record of await storage.all('figures')) {
      if (record.figure.feed.kind !== 'address') continue;
      if ((fetches.get(record.id)?.nextAtMs ?? 0) > clock.now()) continue;
      const taken = await storage.transact(async (transaction) => {
        const present = await transaction.get('figureFetches', record.id);
        if ((present?.nextAtMs ?? 0) > clock.now()) return false;
        const base = present ?? { id: record.id, triedAt: isoOf(clock.now()), failures: 0 };
        await transaction.put('figureFetches', { ...base, nextAtMs: clock.now() + LEASE_MS });
        return true;
      });
      if (taken === true) due.push(record);
    }
    return due;
  }

  async function fetchOne(record: FigureRecord): Promise<void> {
    const { feed } = record.figure;
    if (feed.kind !== 'address') return;
    const before = await storage.get('figureFetches', record.id);
    const secret = record.sealedHeader === undefined ? undefined : sealer.open(record.sealedHeader, about(record.id));
    const answer = await egress.get(feed.url, {
      accept: 'application/json',
      maxBytes: MAX_JSON_BYTES,
      signal: stopping.signal,
      ...(before?.succeededAt === undefined
        ? {}
        : { unless: { etag: before.etag, lastModified: before.lastModified } }),
      ...(feed.headerName === undefined || secret === undefined ? {} : { headers: { [feed.headerName]: secret } }),
    });
    const outcome = outcomeOf(answer, record.figure);
    await note(record.id, feed, outcome, answer);
  }

  type Outcome = { fault: FetchFault } | { unchanged: true } | Exclude<JsonPoints, { kind: 'refused' }>;
  function outcomeOf(answer: EgressAnswer, { feed }: Figure): Outcome {
    if (feed.kind !== 'address') return { fault: { reason: 'busy' } };
    if (answer.kind === 'unchanged') return { unchanged: true };
    if (answer.kind === 'refused') {
      return {
        fault: { reason: answer.reason, ...(answer.status === undefined ? {} : { detail: String(answer.status) }) },
      };
    }
    const points = jsonPoints(answer.bytes.toString('utf8'), feed);
    if (points.kind !== 'refused') return points;
    return { fault: { reason: points.reason, ...(points.detail === undefined ? {} : { detail: points.detail }) } };
  }

  async function note(
    id: FigureRecord['id'],
    feed: Extract<Figure['feed'], { kind: 'address' }>,
    outcome: Outcome,
    answer: EgressAnswer,
  ): Promise<void> {
    await storage.transact(async (transaction) => {
      const record = await transaction.get('figures', id);
      const before = await transaction.get('figureFetches', id);
      if (record === undefined) return;
      // Edited meanwhile to ask elsewhere: this answer is to another question.
      if (record.figure.feed.kind !== 'address' || record.figure.feed.url !== feed.url) return;
      const failures = 'fault' in outcome ? (before?.failures ?? 0) + 1 : 0;
      const everyMs = feed.everyMinutes * 60_000;
      const wantedMs = answer.kind === 'refused' ? (answer.retryAfterMs ?? 0) : 0;
      const backoffMs = failures === 0 ? everyMs : Math.min(MAX_BACKOFF_MS, everyMs * 2 ** Math.min(failures - 1, 8));
      await transaction.put('figureFetches', {
        id,
        triedAt: isoOf(clock.now()),
        ...('fault' in outcome ? kept(before) : { succeededAt: isoOf(clock.now()), ...validators(answer) }),
        failures,
        ...('fault' in outcome ? { fault: outcome.fault } : {}),
        nextAtMs: clock.now() + Math.max(backoffMs, wantedMs),
      });
      if ('fault' in outcome) return;
      const data = withAnswer(record.data, outcome, today());
      if (JSON.stringify(data) !== JSON.stringify(record.data)) {
        await transaction.put('figures', { ...record, data, updatedAt: isoOf(clock.now()), updatedBy: '' });
      }
    });
  }

  async function look(): Promise<void> {
    for (const record of await claimDue()) {
      if (stopping.signal.aborted) return;
      await fetchOne(record).catch((error: unknown) => {
        // Never the address: it may carry a secret.
        if (!stopping.signal.aborted)
          log.warn('a figure could not be fetched', { id: record.id, reason: reasonOf(error) });
      });
    }
  }
  function lookAgain(): Promise<void> {
    looking = looking
      .then(look)
      .catch((error: unknown) => log.warn('figures could not be looked at', { reason: reasonOf(error) }))
      .finally(() => {
        cancelLook?.();
        if (!stopping.signal.aborted) cancelLook = clock.after(LOOK_EVERY_MS, () => void lookAgain());
      });
    return looking;
  }

  /** New values by hand or from a file. */
  async function putData(id: FigureRecord['id'], data: FigureData, by: string, mapping?: FigureMapping) {
    return storage.transact(async (transaction) => {
      const record = await transaction.get('figures', id);
      if (record === undefined) return undefined;
      const { feed } = record.figure;
      const figure =
        mapping !== undefined && feed.kind === 'file'
          ? { ...record.figure, feed: { ...feed, mapping } }
          : record.figure;
      const next = { ...record, figure, data, updatedAt: isoOf(clock.now()), updatedBy: by };
      await transaction.put('figures', next);
      return next;
    });
  }

  return {
    tables,
    today,
    newCode: () => randomText(random, CODE_SIGNS, 6),
    seal: (id: string, value: string) => sealer.seal(value, about(id)),
    putData,

    /**
     * A file whose name figures know updates them by their own mappings. What cannot be read changes nothing. Also for
     * the watched folder and for uploads in the library.
     */
    async takeFile(name: string, bytes: Uint8Array, by: string): Promise<{ record: FigureRecord; read: TableRead }[]> {
      const taken: { record: FigureRecord; read: TableRead }[] = [];
      for (const record of await storage.all('figures')) {
        const { feed } = record.figure;
        if (feed.kind !== 'file' || sameFile(feed.name, name) === false) continue;
        const read = await tables.read(bytes, feed.mapping);
        const data = read.kind === 'read' ? dataOf(read, today()) : undefined;
        const next = data === undefined ? undefined : await putData(record.id, data, by);
        taken.push({ record: next === undefined || isRefused(next) ? record : next, read });
      }
      return taken;
    },

    /** Asks an address now, whenever it is due. */
    async fetchNow(id: FigureRecord['id']): Promise<void> {
      const record = await storage.get('figures', id);
      if (record !== undefined) await fetchOne(record);
    },
    /** One round of whatever is due; resolves when it is done. */
    lookNow: lookAgain,
    start: () => void lookAgain(),
    async stop(): Promise<void> {
      stopping.abort(new Error('the server ends'));
      cancelLook?.();
      await looking;
    },
  };
}

/** The values that a table gives; absent when it gives none. They speak of the last day they name, else of today. */
export function dataOf(read: Extract<TableRead, { kind: 'read' }>, today: string): FigureData | undefined {
  const { series, lastDay } = read.points;
  if (series.length === 0) return undefined;
  return { series, asOf: lastDay !== undefined && lastDay <= daysAfter(today, 1) ? lastDay : today };
}

/** Folders do not count, nor does the case of letters. */
function sameFile(one: string, other: string): boolean {
  const base = (name: string) => (name.split(/[\\/]/).at(-1) ?? name).toLowerCase().normalize('NFC');
  return base(one) === base(other);
}

function withAnswer(
  data: FigureData,
  outcome: { unchanged: true } | Exclude<JsonPoints, { kind: 'refused' }>,
  today: string,
): FigureData {
  if ('unchanged' in outcome) return { ...data, asOf: today };
  if (outcome.kind === 'series') return { series: outcome.series, asOf: today };
  // A single number is the point of its day.
  const others = data.series.filter(({ label }) => label !== today);
  return { series: [...others, { label: today, value: outcome.value }].slice(-MAX_POINTS), asOf: today };
}

function kept(before: FetchRecord | undefined) {
  const { succeededAt, etag, lastModified } = before ?? {};
  return {
    ...(succeededAt === undefined ? {} : { succeededAt }),
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
}

function validators(answer: EgressAnswer) {
  const { etag, lastModified } = answer.kind === 'refused' ? {} : answer.validators;
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}
