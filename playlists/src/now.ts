/**
 * What the player's page needs to show: the kiosk core's whole answer, at `GET /now` and in every `event: now`.
 * The page holds no state of its own; it computes the entry from the loop and its clock, so it also goes on alone.
 */
import { z } from 'zod';
import { contentHash, hashText } from './content-hash.ts';
import { PlayerState } from './heartbeat.ts';
import { EntryId, PlaylistId, TakeoverId, type Sha256 } from './ids.ts';
import { Item, mediaOf } from './item.ts';
import { windowMs, type WindowMs } from './local-time.ts';
import { ManifestMedia, type Manifest } from './manifest.ts';
import { MixGroup } from './mix.ts';
import { DEFAULT_ENTRY_MS, MAX_ENTRY_MS, type Entry } from './playlist.ts';
import { powerAt } from './power.ts';
import { prepare, programInputOf, type Program } from './program.ts';
import { Screen } from './screen.ts';
import { feedPlaces } from './feed-places.ts';
import { StoryId } from './story.ts';
import { timeline } from './timeline.ts';

/** One place of the loop that is on. */
export const NowEntry = z.strictObject({
  /** The entry's id within its playlist; of a feed, which has several places, the id and a number. */
  key: z.string(),
  /** The entry it belongs to, where that is not the key. */
  entryId: EntryId.optional(),
  /** Changes with the item's content and with the media it uses: prepare anew and swap in place. */
  version: z.string(),
  durationMs: z.int().min(1),
  item: Item,
  /** What follows one another here round by round (`turnOf`); `item` is the first. Absent: always `item`. */
  turns: z.array(z.strictObject({ version: z.string(), item: Item })).optional(),
});
export type NowEntry = z.infer<typeof NowEntry>;

/** Everything the page needs at one moment. `...Ms` are epoch milliseconds. */
export const Now = z.strictObject({
  state: PlayerState,
  /** The core's clock, epoch ms: the page keeps the difference to its own. */
  atMs: z.number(),
  revision: z.int().min(0),
  screen: Screen.optional(),
  organisation: z.string().default(''),
  publicUrl: z.string().default(''),
  pairing: z.strictObject({ code: z.string(), url: z.string(), expiresAtMs: z.number() }).optional(),
  /** Words for `fault` and for `loading`, e.g. the server's address that cannot be reached. */
  detail: z.string().max(300).optional(),
  program: z
    .strictObject({
      kind: z.enum(['takeover', 'scheduled']),
      playlistId: PlaylistId.optional(),
      takeoverId: TakeoverId.optional(),
      sinceMs: z.number(),
      /** Ask again at this time at the latest. */
      untilMs: z.number().optional(),
      anchorMs: z.number(),
      entries: z.array(NowEntry),
      /** Keys skipped for now, because they could not be shown. */
      excluded: z.array(z.string()),
      /** Versions of turns that could not be shown: another takes their turn. */
      passed: z.array(z.string()).optional(),
    })
    .optional(),
  /** The wall is dark on purpose, until then (epoch ms; absent: not within eight days). */
  resting: z.strictObject({ untilMs: z.number().optional() }).optional(),
  /** Show the screen's name, big, until then: somebody looks for it. */
  identifyUntilMs: z.number().optional(),
  /** The media that the entries name; content at `media/<sha256>` below the page. */
  media: z.array(ManifestMedia).default([]),
});
export type Now = z.infer<typeof Now>;

/** From the page: this entry could not be shown. */
export const PageFault = z.strictObject({
  key: z.string(),
  version: z.string(),
  reason: z.string().max(300),
});
export type PageFault = z.infer<typeof PageFault>;

/** From the page: these pixels were shown. */
export const PagePlay = z.strictObject({
  key: z.string(),
  /** The entry it belongs to, where that is not the key. */
  entryId: z.string().optional(),
  /** The story that was shown, and whose voice it is. */
  story: StoryId.optional(),
  voice: MixGroup.optional(),
  playlistId: PlaylistId.optional(),
  takeoverId: TakeoverId.optional(),
  startedAtMs: z.number(),
  endedAtMs: z.number(),
  revision: z.int().min(0),
});
export type PagePlay = z.infer<typeof PagePlay>;

/**
 * `anchorMs`: where the loop began, epoch ms; default: when the program became on. `excluded`: keys to step over
 * for now. `state`: what the player is at; default `playing` when there is something to show, else `idle`.
 */
export type NowInput = {
  manifest: Manifest;
  atMs: number;
  anchorMs?: number | undefined;
  excluded?: Iterable<string> | undefined;
  state?: PlayerState | undefined;
};

/** One item as it may show in a place. */
type NowTurn = { version: string; item: Item };
/** What could show for a program: entries in order, whole in their media, and when that changes by validity. */
type Showable = { entries: NowEntry[]; media: ManifestMedia[]; changesMs: number };

/**
 * What a screen shows at `atMs` (epoch ms) by its manifest: the program and its loop, ready for the page. Pure.
 *
 * Entries are those switched on, valid at that time in the screen's zone, whose media are all in the manifest. A
 * takeover with an item is one entry whose key is the takeover's id. A takeover with nothing to show is passed
 * over for what is due beneath it. Outside the power hours only a takeover shows. With nothing to show there is no program, and `playing` becomes `idle`.
 * `program.untilMs` is the earlier of the program's end and the next change of an entry's validity.
 *
 * @throws RangeError when the screen's zone is unknown to this runtime.
 */
export function nowOf({ manifest, atMs, anchorMs, excluded = [], state }: NowInput): Now {
  const { program, showable } = showableAt(manifest, atMs);
  const around = {
    atMs,
    revision: manifest.revision,
    screen: manifest.screen,
    organisation: manifest.organisation,
    publicUrl: manifest.publicUrl,
  };
  const power = powerAt(manifest.screen, atMs);
  if (!power.on && program.kind !== 'takeover') {
    const resting = power.untilMs === undefined ? {} : { untilMs: power.untilMs };
    return { ...around, state: 'resting', resting, media: [] };
  }
  if (program.kind === 'empty' || showable.entries.length === 0) {
    return { ...around, state: state === undefined || state === 'playing' ? 'idle' : state, media: [] };
  }
  const sinceMs = program.since.epochMilliseconds;
  const untilMs = Math.min(
    program.until?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    showable.changesMs,
    power.untilMs ?? Number.POSITIVE_INFINITY,
  );
  const keys = new Set(showable.entries.map(({ key }) => key));
  return {
    ...around,
    state: state ?? 'playing',
    program: {
      kind: program.kind,
      ...(program.playlistId === undefined ? {} : { playlistId: program.playlistId }),
      ...(program.kind === 'takeover' ? { takeoverId: program.takeoverId } : {}),
      sinceMs,
      ...(Number.isFinite(untilMs) ? { untilMs } : {}),
      anchorMs: anchorMs ?? sinceMs,
      entries: showable.entries,
      excluded: [...new Set(excluded)].filter((key) => keys.has(key)),
    },
    media: showable.media,
  };
}

/**
 * The media that may be shown within `[fromMs, toMs)` (epoch ms) by this manifest, as content addresses: what a
 * cache must not let go of. Entries that become valid within the window count.
 *
 * @throws RangeError when the window is longer than a timeline may be (366 days), or the screen's zone is unknown.
 */
export function mediaNeeded(manifest: Manifest, fromMs: number, toMs: number): Set<Sha256> {
  const needed = new Set<Sha256>();
  const { clock } = prepare(programInputOf(manifest));
  const known = mediaByName(manifest);
  const add = (item: Item) => {
    for (const name of mediaOf(item)) {
      const found = known.get(name);
      if (found !== undefined) needed.add(found.sha256);
    }
  };
  const instant = (ms: number) => Temporal.Instant.fromEpochMilliseconds(Math.floor(ms));
  for (const block of timeline(programInputOf(manifest), instant(fromMs), instant(toMs))) {
    const { entries, item } = contentOf(manifest, block.program);
    if (item !== undefined) add(item);
    for (const entry of entries) {
      const valid = windowMs(entry.valid, clock);
      const within = valid.fromMs < block.to.epochMilliseconds && block.from.epochMilliseconds < valid.untilMs;
      if (entry.enabled && within) add(entry.item);
    }
  }
  return needed;
}

/** The program at `atMs` with what it can show; takeovers that can show nothing are passed over. */
function showableAt(manifest: Manifest, atMs: number): { program: Program; showable: Showable } {
  let input = programInputOf(manifest);
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs));
  let changesMs = Number.POSITIVE_INFINITY;
  for (;;) {
    const ready = prepare(input);
    const program = ready.programAt(at);
    const showable = showableOf(manifest, program, atMs, (entry) => windowMs(entry.valid, ready.clock));
    changesMs = Math.min(changesMs, showable.changesMs);
    if (showable.entries.length > 0 || program.kind !== 'takeover')
      return { program, showable: { ...showable, changesMs } };
    changesMs = Math.min(changesMs, program.until.epochMilliseconds);
    input = { ...input, takeovers: input.takeovers.filter(({ id }) => id !== program.takeoverId) };
  }
}

function showableOf(manifest: Manifest, program: Program, atMs: number, validOf: (entry: Entry) => WindowMs): Showable {
  const known = mediaByName(manifest);
  const media = new Map<string, ManifestMedia>();
  const entries: NowEntry[] = [];
  let changesMs = Number.POSITIVE_INFINITY;
  const noteEdges = (...edges: number[]) => {
    for (const edgeMs of edges) if (edgeMs > atMs) changesMs = Math.min(changesMs, edgeMs);
  };
  /** The item with its version, if it may be shown at this time and all its media are here. */
  const turn = (item: Item): NowTurn[] => {
    if (item.kind === 'story') {
      const untilMs = item.shown?.expiresAt === undefined ? Infinity : Date.parse(item.shown.expiresAt);
      if (item.shown === undefined || untilMs <= atMs) return [];
      noteEdges(untilMs);
    }
    const whole = wholeMedia(item, known);
    if (whole === undefined) return [];
    for (const each of whole) media.set(each.id, each);
    return [{ version: versionOf(item, whole), item }];
  };
  const chosen = chosenEntries(contentOf(manifest, program), program, (entry) => {
    const { fromMs, untilMs } = validOf(entry);
    noteEdges(fromMs, untilMs);
    return fromMs <= atMs && atMs < untilMs;
  });
  const places = feedPlaces(chosen, turn);
  for (const entry of chosen) {
    const { id: key, durationMs, item } = entry;
    if (item.kind === 'feed') entries.push(...(places.get(entry) ?? []));
    else entries.push(...turn(item).map((one) => ({ key, ...one, durationMs })));
  }
  return { entries, media: [...media.values()], changesMs };
}

type Chosen = { id: string; durationMs: number; item: Item };

/** What is on at this time, in order; the one item of a takeover under the takeover's id. */
function chosenEntries(
  content: ReturnType<typeof contentOf>,
  program: Program,
  isValid: (entry: Entry) => boolean,
): readonly Chosen[] {
  const { item } = content;
  if (item === undefined || program.kind !== 'takeover')
    return content.entries.filter((entry) => entry.enabled && isValid(entry));
  const lastsMs = program.until.epochMilliseconds - program.since.epochMilliseconds;
  const durationMs = item.kind === 'feed' ? DEFAULT_ENTRY_MS : Math.min(lastsMs, MAX_ENTRY_MS);
  return [{ id: program.takeoverId, durationMs, item }];
}

/** The files that an item names, when all are known. */
function wholeMedia(item: Item, known: ReadonlyMap<string, ManifestMedia>): ManifestMedia[] | undefined {
  const found = mediaOf(item).map((name) => known.get(name));
  const whole = found.filter((each) => each !== undefined);
  return whole.length < found.length ? undefined : whole;
}

/** The one item of a takeover, or the entries of the playlist that the program names; nothing when it is gone. */
function contentOf(manifest: Manifest, program: Program): { item?: Item; entries: readonly Entry[] } {
  if (program.kind === 'empty') return { entries: [] };
  if (program.kind === 'takeover' && program.playlistId === undefined) {
    const content = manifest.takeovers.find(({ id }) => id === program.takeoverId)?.content;
    return content?.kind === 'item' ? { item: content.item, entries: [] } : { entries: [] };
  }
  return { entries: manifest.playlists.find(({ id }) => id === program.playlistId)?.entries ?? [] };
}

function mediaByName(manifest: Manifest): ReadonlyMap<string, ManifestMedia> {
  return new Map(manifest.media.map((each) => [each.id, each]));
}

const itemHashes = new WeakMap<Item, string>();

function versionOf(item: Item, media: readonly ManifestMedia[]): string {
  let hash = itemHashes.get(item);
  if (hash === undefined) {
    hash = contentHash(item);
    itemHashes.set(item, hash);
  }
  return hashText([hash, ...media.map(({ sha256 }) => sha256)].join(' '));
}
