/** A stage with a clock of its own, driven by hand. Every layer is ready at once unless its entry is named in `slow`. */
import { Now } from '@palier/playlists/now';
import type { PagePlay } from '@palier/playlists/now';
import { createStage, type SlotView } from '../../kiosk/player/src/stage/stage.ts';

export const START = Date.parse('2026-11-23T09:00:00Z');
const SHA = 'a'.repeat(64);

export type EntrySpec = { key: string; version?: string; seconds?: number };
export type ProgramSpec = {
  entries: EntrySpec[];
  anchorMs?: number;
  takeover?: string;
  playlist?: string;
  excluded?: string[];
  untilMs?: number;
};

export function nowOf(revision: number, program?: ProgramSpec, more: Record<string, unknown> = {}): Now {
  return Now.parse({
    state: program === undefined ? 'idle' : 'playing',
    atMs: START,
    revision,
    organisation: 'Acme',
    media: [{ id: 'a.png', sha256: SHA, sizeBytes: 1, type: 'image/png', widthPx: 1, heightPx: 1 }],
    ...(program === undefined ? {} : { program: programOf(program) }),
    ...more,
  });
}

function programOf(spec: ProgramSpec) {
  return {
    kind: spec.takeover === undefined ? 'scheduled' : 'takeover',
    ...(spec.takeover === undefined ? { playlistId: spec.playlist ?? 'day' } : { takeoverId: spec.takeover }),
    sinceMs: START,
    untilMs: spec.untilMs,
    anchorMs: spec.anchorMs ?? START,
    excluded: spec.excluded ?? [],
    entries: spec.entries.map(({ key, version = '1', seconds = 10 }) => ({
      key,
      version,
      durationMs: seconds * 1000,
      item: { kind: 'notice', title: { en: `${key} ${version}` } },
    })),
  };
}

export function createHarness(options: { skewMs?: number; startMs?: number } = {}) {
  let ms = options.startMs ?? START;
  const skewMs = options.skewMs ?? 0;
  const slow = new Set<string>();
  const plays: PagePlay[] = [];
  const faults: { key: string; version: string; reason: string }[] = [];
  /** Whatever was on the wall, in order: `key@version`, or a card's state. */
  const seen: string[] = [];
  const stage = createStage({
    clock: () => ms + skewMs,
    onplay: (play) => plays.push(play),
    onfault: (fault) => faults.push(fault),
    onchange: () => undefined,
  });

  const nameOf = (slot: SlotView): string => {
    const { content } = slot;
    return content.kind === 'item'
      ? `${content.entry.key}@${content.entry.version}`
      : content.kind === 'brand'
        ? content.state
        : 'pairing';
  };
  const slotIn = (role: SlotView['role']) => stage.view().slots.find((slot) => slot.role === role);

  /** Layers get ready; gestures and cuts land, unless the test holds them. */
  function run(): void {
    for (let round = 0; round < 6; round += 1) {
      const hidden = slotIn('hidden');
      if (hidden !== undefined && !slow.has(nameOf(hidden).split('@')[0] ?? '')) stage.ready(hidden.mountId);
      const coming = slotIn('coming');
      if (coming !== undefined && !harness.held) stage.settled(coming.mountId);
    }
    const shown = slotIn('shown');
    if (shown === undefined) throw new Error('the wall is empty');
    const name = nameOf(shown);
    if (seen[seen.length - 1] !== name) seen.push(name);
  }

  const harness = {
    stage,
    slow,
    plays,
    faults,
    seen,
    /** Gestures do not land by themselves. */
    held: false,
    /** `lateMs`: how long the answer was on the wire. */
    receive(now: Now, lateMs = 0): void {
      stage.receive({ ...now, atMs: ms - lateMs });
      run();
    },
    /** Lets time pass as the page does: it wakes when something is due, at the latest after a second. */
    pass(durationMs: number): void {
      const untilMs = ms + durationMs;
      while (ms < untilMs) {
        ms = Math.min(untilMs, ms + Math.max(1, stage.wakeInMs()));
        stage.tick();
        run();
      }
    },
    run,
    at: () => ms,
    shown: () => {
      const slot = slotIn('shown');
      return slot === undefined ? 'nothing' : nameOf(slot);
    },
    hidden: () => {
      const slot = slotIn('hidden');
      return slot === undefined ? undefined : nameOf(slot);
    },
    coming: () => slotIn('coming'),
    mountOf: (role: SlotView['role']) => slotIn(role)?.mountId ?? -1,
  };
  return harness;
}
