/** Pictures of the wall: when asked, and every few minutes. A wall that holds a code or others' page is not pictured. */
import { EntryId } from '@palier/playlists/ids';
import type { Item } from '@palier/playlists/item';
import {
  MAX_SCREENSHOT_BYTES,
  SCREENSHOT_EVERY_MS,
  whyNotPictured,
  type NotPictured,
  type Screenshot,
} from '@palier/playlists/screenshot';
import type { Capture, Clock, Log, Timer } from './deps.ts';
import { reasonOf } from './server-link.ts';

/** What a page says is on the wall. */
export type Wall = { key: string | undefined; item: Item | undefined; isResting: boolean };

/** A wall that may not be pictured is tried again after so long, so often, when somebody asked. */
const AGAIN_MS = 5_000;
const MAX_TRIES = 6;

export type Screenshots = { start(): void; stop(): void; ask(id: string): void };

export function createScreenshots(deps: {
  clock: Clock;
  log: Log;
  random: () => number;
  capture: Capture | undefined;
  wall: () => Wall;
  send: (screenshot: Screenshot) => Promise<void>;
}): Screenshots {
  const { clock, capture } = deps;
  let timer: Timer | undefined;
  let isRunning = false;
  let isTaking = false;
  let answered: string | undefined;

  async function take(asked: string | undefined): Promise<Screenshot> {
    const before = deps.wall();
    const about = { takenAt: new Date(clock.now()).toISOString(), ...(asked === undefined ? {} : { asked }) };
    const entry = EntryId.safeParse(before.key).data;
    const notPictured = capture === undefined ? 'unable' : whyNot(before);
    if (capture === undefined || notPictured !== undefined) return { ...about, ...named(entry), notPictured };
    try {
      const bytes = await capture();
      const after = deps.wall();
      // The wall may have changed meanwhile, to what is not pictured.
      const why = whyNot(after);
      if (why !== undefined) return { ...about, notPictured: why };
      if (bytes.length > MAX_SCREENSHOT_BYTES) return { ...about, notPictured: 'unable' };
      const same = after.key === before.key ? named(entry) : {};
      return { ...about, ...same, image: Buffer.from(bytes).toString('base64') };
    } catch (error) {
      deps.log.warn('the wall could not be pictured', { reason: reasonOf(error) });
      return { ...about, notPictured: 'unable' };
    }
  }

  async function run(asked: string | undefined, tries: number): Promise<void> {
    if (isTaking) return plan(AGAIN_MS);
    isTaking = true;
    try {
      const taken = await take(asked);
      const mayChange = taken.notPictured === 'secret' || taken.notPictured === 'web';
      if (asked !== undefined && mayChange && tries < MAX_TRIES) {
        clock.after(AGAIN_MS, () => void run(asked, tries + 1));
      } else if (taken.image !== undefined || asked !== undefined) await deps.send(taken);
    } catch (error) {
      deps.log.warn('a picture of the wall could not be sent', { reason: reasonOf(error) });
    }
    isTaking = false;
  }

  function plan(inMs: number): void {
    timer?.cancel();
    if (!isRunning || capture === undefined) return;
    timer = clock.after(inMs, () => {
      plan(SCREENSHOT_EVERY_MS * (0.9 + deps.random() * 0.2));
      void run(undefined, 0);
    });
  }

  return {
    start() {
      isRunning = true;
      plan(20_000 + deps.random() * 20_000);
    },
    stop() {
      isRunning = false;
      timer?.cancel();
    },
    ask(id) {
      if (id === answered) return;
      answered = id;
      void run(id, 0);
    },
  };
}

function whyNot(wall: Wall): NotPictured | undefined {
  if (wall.isResting) return 'resting';
  return wall.item === undefined ? undefined : whyNotPictured(wall.item);
}

function named(entryId: EntryId | undefined): { entryId?: EntryId } {
  return entryId === undefined ? {} : { entryId };
}
