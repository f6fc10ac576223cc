/**
 * Where the screen stands: the program that is due by the clock, its loop's anchor, and what is skipped. Computed
 * anew on every question; the timer only says when to look again, so sleep and clock jumps need no case of their own.
 */
import type { Fault } from '@palier/playlists/heartbeat';
import { loopAt, reanchor } from '@palier/playlists/loop';
import { mediaOf } from '@palier/playlists/item';
import type { Manifest, ManifestMedia } from '@palier/playlists/manifest';
import { nowOf, type Now, type NowEntry, type PageFault } from '@palier/playlists/now';
import { roundsAhead } from '@palier/playlists/rounds-ahead';
import type { Clock, Timer } from './deps.ts';
import { createExclusions } from './exclusions.ts';

export type NowProgram = NonNullable<Now['program']>;

/** The longest sleep between two looks at the clock. */
const MAX_SLEEP_MS = 30_000;

type Standing = { program: NowProgram | undefined; media: ManifestMedia[]; resting?: Now['resting'] };

export type Playhead = {
  start(): void;
  stop(): void;
  /** The manifest changed: look again. Answers whether that was told by `onChange`. */
  changed(): boolean;
  program(): NowProgram | undefined;
  media(): ManifestMedia[];
  /** The wall is dark on purpose. */
  resting(): Now['resting'];
  fault(fault: PageFault): void;
  shown(key: string, story: string | undefined): void;
  faults(): Fault[];
};

export function createPlayhead(deps: {
  clock: Clock;
  manifest: () => Manifest | undefined;
  /** The page could not show these media: are they damaged? */
  onDoubt: (media: ManifestMedia[]) => void;
  onChange: () => void;
}): Playhead {
  const { clock } = deps;
  const exclusions = createExclusions({ clock });
  let program: NowProgram | undefined;
  let media: ManifestMedia[] = [];
  let resting: Now['resting'];
  let seen = '';
  let timer: Timer | undefined;
  let isRunning = false;
  let isLooking = false;

  function compute(manifest: Manifest, atMs: number): Standing {
    const { program: due, media, resting } = nowOf({ manifest, atMs });
    if (due === undefined) return { program: undefined, media: [], resting };
    const excluded = exclusions.among(due.entries);
    const isLost = due.kind === 'takeover' && due.entries.length > 0 && excluded.length === due.entries.length;
    // A takeover of which nothing can be shown gives way to what is due beneath it: content fails towards playing.
    if (isLost) {
      const takeovers = manifest.takeovers.filter((takeover) => takeover.id !== due.takeoverId);
      const beneath = compute({ ...manifest, takeovers }, atMs);
      const { program: other } = beneath;
      // It may be tried again, or end, before what is beneath it does.
      const untilMs = Math.min(other?.untilMs ?? Infinity, due.untilMs ?? Infinity);
      if (other !== undefined && other.entries.length > other.excluded.length) {
        return { program: { ...other, untilMs }, media: beneath.media };
      }
    }
    const passed = exclusions.passed(due.entries);
    return { program: { ...due, excluded, ...(passed.length === 0 ? {} : { passed }) }, media };
  }

  /** A loop that goes on keeps the turn of the entry that is on; a program that begins, begins at its own start. */
  function anchored(next: NowProgram, atMs: number): NowProgram {
    if (program === undefined || !isSameLoop(program, next)) return { ...next, anchorMs: next.sinceMs };
    const previous = { entries: program.entries, anchorMs: program.anchorMs, excluded: new Set(program.excluded) };
    const goesOn = turnsOf(program) === turnsOf(next);
    const anchorMs = goesOn
      ? program.anchorMs
      : reanchor(previous, { entries: next.entries, excluded: new Set(next.excluded) }, atMs);
    const other = { ...next, anchorMs };
    return storiesOf(program) === storiesOf(next) ? other : { ...other, anchorMs: apart(program, other, atMs) };
  }

  /** Another edition of the feed: the loop steps ahead, so that what was on a moment ago does not come again at once. */
  function apart(before: NowProgram, after: NowProgram, atMs: number): number {
    const standing = ({ entries, anchorMs, excluded }: NowProgram) => {
      const left = entries.filter(({ key }) => !excluded.includes(key));
      const position = loopAt(left, anchorMs, atMs);
      return position === undefined ? undefined : { entries: left, position };
    };
    const [was, is] = [standing(before), standing(after)];
    if (was === undefined || is === undefined) return after.anchorMs;
    const roundMs = is.entries.reduce((sum, { durationMs }) => sum + durationMs, 0);
    return after.anchorMs - roundsAhead(was, is) * roundMs;
  }

  /** Answers whether something is different. */
  function look(): boolean {
    if (isLooking) return false;
    isLooking = true;
    try {
      return lookOnce();
    } finally {
      isLooking = false;
    }
  }

  function lookOnce(): boolean {
    const atMs = clock.now();
    const manifest = deps.manifest();
    const next: Standing = manifest === undefined ? { program: undefined, media: [] } : compute(manifest, atMs);
    program = next.program === undefined ? undefined : anchored(next.program, atMs);
    media = next.media;
    resting = next.resting;
    const face = JSON.stringify([program, resting]);
    const isDifferent = face !== seen;
    seen = face;
    sleep(atMs);
    if (isDifferent) deps.onChange();
    return isDifferent;
  }

  function sleep(atMs: number): void {
    timer?.cancel();
    if (!isRunning) return;
    const dueMs = program?.untilMs ?? resting?.untilMs;
    const untilMs = dueMs === undefined ? Infinity : dueMs - atMs;
    const waitMs = Math.min(MAX_SLEEP_MS, untilMs, exclusions.nextRetryMs() ?? Infinity);
    timer = clock.after(Math.max(10, Math.ceil(waitMs)), look);
  }

  function entryNow(fault: PageFault): NowEntry | undefined {
    const entry = program?.entries.find(({ key }) => key === fault.key);
    if (entry?.turns === undefined) return entry?.version === fault.version ? entry : undefined;
    const turn = entry.turns.find(({ version }) => version === fault.version);
    return turn === undefined ? undefined : { ...entry, ...turn };
  }

  /** The version of a story among the turns of the program. */
  function versionNow(story: string): string | undefined {
    const turns = program?.entries.flatMap((entry) => entry.turns ?? []);
    return turns?.find(({ item }) => item.kind === 'story' && item.story === story)?.version;
  }

  return {
    start() {
      isRunning = true;
      look();
    },
    stop() {
      isRunning = false;
      timer?.cancel();
    },
    changed: look,
    program() {
      // A question in between two looks gets the truth of this moment too.
      if (program?.untilMs !== undefined && clock.now() >= program.untilMs) look();
      return program;
    },
    media: () => media,
    resting: () => resting,
    fault(fault) {
      const entry = entryNow(fault);
      if (entry === undefined) return;
      exclusions.add(fault, entry, program?.playlistId);
      const names = new Set(mediaOf(entry.item));
      deps.onDoubt(media.filter((one) => names.has(one.id)));
      look();
    },
    shown(key, story) {
      const version = story === undefined ? undefined : versionNow(story);
      if (exclusions.forgive(key, version)) look();
    },
    faults: () => exclusions.faults(),
  };
}

function isSameLoop(a: NowProgram, b: NowProgram): boolean {
  return a.kind === b.kind && a.playlistId === b.playlistId && a.takeoverId === b.takeoverId;
}

/** What the position in the loop depends on. */
function turnsOf(program: NowProgram): string {
  return JSON.stringify([program.entries.map((entry) => [entry.key, entry.durationMs]), program.excluded]);
}

/** Which stories take turns in which place. */
function storiesOf(program: NowProgram): string {
  return JSON.stringify(
    program.entries.flatMap(({ turns }) => (turns === undefined ? [] : [turns.map(({ version }) => version)])),
  );
}
