/**
 * Files on their way into the library after their bytes have come: read in the background with progress, ended on
 * demand, taken up again after a restart. A film that no screen plays waits here for somebody to have it converted.
 */
import { join } from 'node:path';
import type { FileReason } from '@palier/playlists/file-reason';
import { MediaName } from '@palier/playlists/media';
import { isoOf, type Clock } from '../clock.ts';
import { type Log } from '../log.ts';
import { errorCode } from '../storage/disk.ts';
import type { ImportRecord } from '../storage/records/library.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import { CONVERSION } from './conversion.ts';
import type { IntakeOutcome, MediaIntake } from './intake.ts';
import type { MediaStore } from './media-store.ts';
import type { Tools } from './tools.ts';
import { createTurns } from './turns.ts';

const AT_ONCE = 2;
const MAX_RECORDS = 500;
const DONE_MS = 10 * 60_000;
const REFUSED_MS = 7 * 24 * 3600_000;
const CONVERT_MS = 4 * 3600_000;
/** Progress is told no more often. */
const TELL_MS = 700;
const CONVERTIBLE = new Set<FileReason['code']>(['video-container', 'video-codec', 'sound-codec', 'video-pixels']);
const OPEN = new Set<ImportRecord['state']>(['waiting', 'running', 'offered']);

export type NewImport = Pick<ImportRecord, 'id' | 'sizeBytes' | 'source' | 'by'> & {
  name: MediaName;
  /** It takes the place of the file of this name; else a taken name gets a number. */
  replaces: boolean;
};

export function createImports(deps: {
  storage: Storage;
  intake: MediaIntake;
  store: MediaStore;
  tools: Tools;
  clock: Clock;
  log: Log;
  node: string;
  /** Where the bytes of a source lie. */
  pathOf: (source: ImportRecord['source']) => string;
  /** The bytes of an upload are no longer needed. */
  drop: (source: ImportRecord['source']) => Promise<void>;
  onchange: () => void;
  /** A file of the folder has found its way after all. */
  onfolderdone: (file: MediaName) => void;
}) {
  const { storage, intake, store, tools, clock, log, node } = deps;
  const turns = createTurns({ atOnce: AT_ONCE, onfault: (error) => log.error('an import failed', error) });
  const running = new Map<string, AbortController>();
  const percents = new Map<string, number>();
  let toldMs = 0;

  async function change(id: string, patch: Partial<ImportRecord>): Promise<ImportRecord | undefined> {
    const outcome = await storage.transact(async (transaction) => {
      const record = await transaction.get('imports', id);
      if (record === undefined) return undefined;
      const next = { ...record, ...patch };
      await transaction.put('imports', next);
      return next;
    });
    return isRefused(outcome) ? undefined : outcome;
  }

  function progress(id: string, percent: number): void {
    percents.set(id, Math.min(99, Math.round(percent)));
    if (clock.now() - toldMs < TELL_MS) return;
    toldMs = clock.now();
    deps.onchange();
  }

  /** Runs one import by `work`, and notes what became of it. */
  function run(record: ImportRecord, work: (signal: AbortSignal) => Promise<IntakeOutcome>): void {
    const abort = new AbortController();
    running.set(record.id, abort);
    turns.take(record.id, async () => {
      try {
        if (abort.signal.aborted) return;
        await change(record.id, { state: 'running', percent: 0 });
        const outcome = await work(abort.signal);
        // Cancelled meanwhile: that has been noted by who did it.
        if (!abort.signal.aborted) await ended(record, outcome);
      } catch (error) {
        if (abort.signal.aborted) return;
        log.error('a file could not be imported', error, { file: record.name });
        const isGone = errorCode(error) === 'ENOENT';
        await refuse(record, { code: isGone ? 'interrupted' : 'fault', params: {} });
      } finally {
        running.delete(record.id);
        percents.delete(record.id);
      }
    });
  }

  async function ended(record: ImportRecord, outcome: IntakeOutcome): Promise<void> {
    if (!('refused' in outcome)) {
      const { id } = 'media' in outcome ? outcome.media : outcome.file;
      const { reason: _reason, ...rest } = record;
      await change(record.id, { ...rest, state: 'done', percent: 100, result: id });
      if (record.source.kind === 'folder') deps.onfolderdone(record.source.file);
      return await deps.drop(record.source);
    }
    if (outcome.refused !== 'file') {
      return await refuse(record, { code: outcome.refused, params: { maxMb: 2048 } });
    }
    const { reason } = outcome;
    if (CONVERTIBLE.has(reason.code) && (await tools.has('ffmpeg'))) {
      await change(record.id, { state: 'offered', reason });
    } else await refuse(record, reason);
  }

  async function refuse(record: ImportRecord, reason: FileReason): Promise<void> {
    await change(record.id, { state: 'refused', reason });
    await deps.drop(record.source);
  }

  function begin(record: ImportRecord): void {
    run(record, (signal) =>
      intake.takeLater({
        name: record.name,
        origin: 'upload',
        from: { path: deps.pathOf(record.source) },
        owner: record.by,
        signal,
        onprogress: (percent) => progress(record.id, percent),
      }),
    );
  }

  /** H.264 in MP4 by ffmpeg, then in like any other film. */
  async function convert(record: ImportRecord, signal: AbortSignal): Promise<IntakeOutcome> {
    const into = store.workplace();
    const target = join(into.dir, `${into.prefix}-converted.mp4`);
    try {
      const onceline = progressOf((percent) => progress(record.id, percent));
      const scale = "scale=w='min(iw,3840)':h='min(ih,3840)':force_original_aspect_ratio=decrease:force_divisible_by=2";
      const input = [
        '-nostdin',
        '-protocol_whitelist',
        'file',
        '-progress',
        'pipe:1',
        '-i',
        deps.pathOf(record.source),
      ];
      const ran = await tools.run({
        tool: 'ffmpeg',
        args: [...input, ...CONVERSION, '-vf', scale, '-y', target],
        cwd: into.dir,
        timeoutMs: CONVERT_MS,
        signal,
        online: onceline,
      });
      signal.throwIfAborted();
      if (!ran.ok) {
        const why = ran.why.replace(/\/\S+\//g, '').slice(0, 160);
        return { refused: 'file', reason: { code: 'conversion-failed', params: { why } } };
      }
      const name = MediaName.parse(record.name.replace(/(\.[^./]+)?$/, '.mp4'));
      return await intake.takeLater({
        name: name === record.name ? name : await freeName(storage, name),
        origin: 'upload',
        from: { path: target },
        owner: record.by,
        signal,
      });
    } finally {
      await store.clear(into);
    }
  }

  return {
    async add({ replaces, ...wanted }: NewImport): Promise<ImportRecord> {
      const outcome = await storage.transact(async (transaction) => {
        const known = await transaction.all('imports');
        // An upload that ends twice, e.g. because its answer was lost, is one import.
        const same = known.find((one) => one.id === wanted.id);
        if (same !== undefined) return same;
        const busy = new Set(known.filter((one) => OPEN.has(one.state)).map((one) => one.name));
        const name = replaces ? wanted.name : await freeName(transaction, wanted.name, busy);
        const record: ImportRecord = {
          ...wanted,
          name,
          state: 'waiting',
          percent: 0,
          node,
          addedAt: isoOf(clock.now()),
        };
        await transaction.put('imports', record);
        for (const one of stale(known, clock.now())) await transaction.remove('imports', one.id);
        return record;
      });
      if (isRefused(outcome)) throw new Error('a look-up of imports was taken');
      if (outcome.state === 'waiting' && !running.has(outcome.id)) begin(outcome);
      return outcome;
    },

    /** A film of the folder that no screen plays: it could be converted. */
    async offer(file: MediaName, reason: FileReason, sizeBytes: number): Promise<void> {
      if (!CONVERTIBLE.has(reason.code) || !(await tools.has('ffmpeg'))) return;
      const id = `folder-${Buffer.from(file).toString('base64url').slice(-50)}`;
      const source = { kind: 'folder', file } as const;
      const facts = { id, name: file, sizeBytes, source, by: '', node, addedAt: isoOf(clock.now()) };
      await storage.transact((transaction) =>
        transaction.put('imports', { ...facts, state: 'offered', percent: 0, reason }),
      );
    },

    async convert(id: string): Promise<'started' | 'absent' | 'elsewhere'> {
      const record = await storage.get('imports', id);
      if (record?.state !== 'offered') return 'absent';
      if (record.node !== node) return 'elsewhere';
      if (!running.has(id)) run(record, (signal) => convert(record, signal));
      return 'started';
    },

    /** Ends it or takes it off the list; its bytes go. What is in the library stays there. */
    async cancel(id: string): Promise<boolean> {
      const record = await storage.get('imports', id);
      if (record === undefined) return false;
      running.get(id)?.abort(new Error('cancelled'));
      if (OPEN.has(record.state)) await deps.drop(record.source);
      await storage.transact((transaction) => transaction.remove('imports', id));
      return true;
    },

    async list(): Promise<ImportRecord[]> {
      const all = await storage.all('imports');
      const told = all.map((one) => ({ ...one, percent: percents.get(one.id) ?? one.percent }));
      const hidden = new Set(stale(all, clock.now()).map((one) => one.id));
      return told.filter((one) => !hidden.has(one.id)).toSorted((a, b) => b.addedAt.localeCompare(a.addedAt));
    },

    /** The uploads whose bytes are still wanted. */
    held: async (): Promise<Set<string>> =>
      new Set(
        (await storage.all('imports')).flatMap(({ source, state }) =>
          source.kind === 'upload' && OPEN.has(state) ? [source.upload] : [],
        ),
      ),

    /** Goes on with what an end of the process cut off. */
    async start(): Promise<void> {
      for (const record of await storage.all('imports')) {
        if (record.node !== node || (record.state !== 'waiting' && record.state !== 'running')) continue;
        if (record.reason !== undefined) await change(record.id, { state: 'offered' });
        else begin(record);
      }
    },
    async stop(): Promise<void> {
      for (const abort of running.values()) abort.abort(new Error('the server stops'));
      await turns.close();
    },
  };
}
export type Imports = ReturnType<typeof createImports>;

function stale(all: readonly ImportRecord[], nowMs: number): ImportRecord[] {
  const ageMs = (one: ImportRecord) => nowMs - Date.parse(one.addedAt);
  const ended = all.filter((one) => !OPEN.has(one.state));
  const old = ended.filter((one) => ageMs(one) > (one.state === 'refused' ? REFUSED_MS : DONE_MS));
  const over = ended
    .toSorted((a, b) => a.addedAt.localeCompare(b.addedAt))
    .slice(0, Math.max(0, all.length - MAX_RECORDS));
  return [...new Set([...old, ...over])];
}

/** `name`, or with a number before its ending when something has it. */
async function freeName(
  reader: Pick<Storage, 'get'>,
  name: MediaName,
  busy: ReadonlySet<string> = new Set(),
): Promise<MediaName> {
  const dot = name.lastIndexOf('.') > name.lastIndexOf('/') ? name.lastIndexOf('.') : name.length;
  for (let number = 1; ; number += 1) {
    const free = MediaName.parse(number === 1 ? name : `${name.slice(0, dot)}-${number}${name.slice(dot)}`);
    const taken = (await reader.get('media', free)) ?? (await reader.get('libraryFiles', free));
    if (taken === undefined && !busy.has(free)) return free;
  }
}

/** Reads how far ffmpeg is: it says how long the film is, then how much of it is done. */
function progressOf(tell: (percent: number) => void): (line: string) => void {
  let lastsUs = 0;
  return (line) => {
    const [, hours, minutes, seconds] = /Duration: (\d+):(\d+):([\d.]+)/.exec(line) ?? [];
    if (seconds !== undefined) lastsUs = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e6;
    const [, doneUs] = /^out_time_us=(\d+)/.exec(line) ?? [];
    if (doneUs !== undefined && lastsUs > 0) tell(Math.min(97, (100 * Number(doneUs)) / lastsUs));
  };
}
