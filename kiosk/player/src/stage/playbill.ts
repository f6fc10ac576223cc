/**
 * The program as the page plays it: the core's last answer, the page's own exclusions, and the clock. It says what
 * is due at an instant and what comes after. Without the core it goes on; a takeover still ends.
 */
import type { Now } from '@palier/playlists/now';
import { loopAt, reanchor, type LoopPosition } from '@palier/playlists/loop';
import { turnOf } from '@palier/playlists/turns';
import type { NowEntry } from '@palier/playlists/now';
import {
  brandContent,
  contentId,
  itemContent,
  mediaUrls,
  pairingContent,
  programIdOf,
  type Content,
  type ItemContent,
  type Program,
} from './content.ts';
import { createExclusions } from './exclusions.ts';

/** How long past its end a takeover waits for the core's word before the page returns to the schedule by itself. */
const TAKEOVER_OVERRUN_MS = 3_000;

export type Position = LoopPosition<NowEntry>;
export type Due = { content: Content; position?: Position; count?: number; place?: number };
type Playing = {
  program: Program;
  anchorMs: number;
  mediaUrl: ItemContent['mediaUrl'];
  /** A story that was on when other turns came: it keeps its turn, under nobody's eyes is it exchanged. */
  held?: { key: string; cycle: number; turn: Turn };
};
type Turn = Pick<NowEntry, 'version' | 'item'>;
type Standing = { programId: string; key: string; item: NowEntry['item'] };

export function createPlaybill() {
  const exclusions = createExclusions();
  let now: Now | undefined;
  let current: Playing | undefined;
  let scheduled: Playing | undefined;
  let lastFault = '';

  function playingAt(atMs: number): Playing | undefined {
    const until = current?.program.untilMs;
    const overrun = current?.program.kind === 'takeover' && until !== undefined && atMs > until + TAKEOVER_OVERRUN_MS;
    return overrun && scheduled !== undefined ? scheduled : current;
  }

  /** The anchor under which the page's own exclusions do not make the loop jump. */
  function settleAnchor(playing: Playing, atMs: number, before: ReadonlySet<string>): void {
    const { entries } = playing.program;
    const excluded = exclusions.of(playing.program, atMs);
    playing.anchorMs = reanchor({ entries, anchorMs: playing.anchorMs, excluded: before }, { entries, excluded }, atMs);
  }

  function receive(next: Now, atMs: number): void {
    const before = current === undefined ? undefined : placeAt(current, atMs);
    now = next;
    if (next.program === undefined) {
      current = undefined;
      return;
    }
    exclusions.heed(next.program);
    current = { program: next.program, anchorMs: next.program.anchorMs, mediaUrl: mediaUrls(next.media) };
    const own = exclusions.of(next.program, atMs);
    if (own.size > next.program.excluded.length) settleAnchor(current, atMs, new Set(next.program.excluded));
    if (before !== undefined && before.programId === programIdOf(next.program)) holdTurn(current, before, atMs);
    if (next.program.kind === 'scheduled') scheduled = current;
  }

  /** What stands in the place that is on. */
  function placeAt(playing: Playing, atMs: number): Standing | undefined {
    const position = loopAt(playing.program.entries, playing.anchorMs, atMs, exclusions.of(playing.program, atMs));
    if (position === undefined) return undefined;
    const { key, item } = turnAt(playing, position, atMs);
    return { programId: programIdOf(playing.program), key, item };
  }

  function turnAt({ program, held }: Playing, { entry, cycle }: Position, atMs: number): NowEntry {
    const passed = exclusions.passed(program, atMs);
    if (held?.key === entry.key && held.cycle === cycle && !passed.has(held.turn.version))
      return { ...entry, ...held.turn };
    return turnOf(entry, cycle, passed);
  }

  /** A story that is on and still among the turns stays to its end; one that was taken off goes at once. */
  function holdTurn(playing: Playing, before: Standing, atMs: number): void {
    if (before.item.kind !== 'story') return;
    const position = loopAt(playing.program.entries, playing.anchorMs, atMs, exclusions.of(playing.program, atMs));
    if (position === undefined || position.entry.key !== before.key || position.entry.turns === undefined) return;
    const { story } = before.item;
    const turns = playing.program.entries.flatMap((entry) => entry.turns ?? []);
    const turn = turns.find(({ item }) => item.kind === 'story' && item.story === story);
    if (turn !== undefined) playing.held = { key: before.key, cycle: position.cycle, turn };
  }

  /** This content cannot be shown: it takes no more time, and what plays keeps its turn. */
  function exclude(content: ItemContent, reason: string, atMs: number): void {
    lastFault = `${content.entry.key}: ${reason}`;
    const playing = playingAt(atMs);
    const before = playing === undefined ? undefined : exclusions.of(playing.program, atMs);
    exclusions.add(content.id, atMs);
    if (playing !== undefined && before !== undefined) settleAnchor(playing, atMs, before);
  }

  function dueAt(atMs: number): Due {
    if (now === undefined) return { content: brandContent('loading', undefined, '') };
    const playing = playingAt(atMs);
    if (playing !== undefined) return itemAt(playing, atMs);
    if (now.pairing !== undefined) return { content: pairingContent(now.pairing, now.publicUrl) };
    const { state: is } = now;
    const state = is === 'loading' || is === 'fault' || is === 'resting' ? is : 'idle';
    return { content: brandContent(state, now, now.detail ?? '') };
  }

  function itemAt(playing: Playing, atMs: number): Due {
    const { program, anchorMs, mediaUrl } = playing;
    const excluded = exclusions.of(program, atMs);
    const position = loopAt(program.entries, anchorMs, atMs, excluded);
    if (position === undefined) {
      const empty = program.entries.length === 0;
      return { content: brandContent(empty ? 'idle' : 'fault', now, empty ? '' : (now?.detail ?? lastFault)) };
    }
    const entry = turnAt(playing, position, atMs);
    const shown = program.entries.filter(({ key }) => !excluded.has(key));
    const place = shown.findIndex(({ key }) => key === entry.key);
    return { content: itemContent(program, entry, mediaUrl), position, count: shown.length, place };
  }

  return {
    receive,
    exclude,
    dueAt,
    /** Whether `content` still belongs to the program: what was taken off is not waited for. */
    lists(content: Content, atMs: number): boolean {
      const playing = playingAt(atMs);
      if (content.kind !== 'item' || playing === undefined) return false;
      const programId = programIdOf(playing.program);
      return playing.program.entries.some(({ key, version, turns }) =>
        (turns ?? [{ version }]).some((turn) => contentId(programId, { key, version: turn.version }) === content.id),
      );
    },
    now: () => now,
    /** When the core promised another program; absent when it did not. */
    untilMs: () => current?.program.untilMs,
  };
}
