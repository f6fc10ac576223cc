/**
 * The stage: two slots and one rule. What is shown stays, opaque, until what is due is ready behind it. Pure of DOM
 * and timers: it is told what happens and says what to render. It must never leave the wall without a ready layer.
 */
import type { Now, PagePlay } from '@palier/playlists/now';
import type { PlayerState } from '@palier/playlists/heartbeat';
import type { Progress } from '../item-props.ts';
import { brandContent, isSameTurn, type Content } from './content.ts';
import { createPlaybill, type Due } from './playbill.ts';
import { createPlayLog } from './play-log.ts';

/** How long an item may be late at its turn, and how long it is given in all, before it is passed over. */
export const LATE_MS = 4_000;
export const PREPARE_MS = 10_000;
/** Time that passed unseen: the machine slept or its clock was set. Nobody was late in it. */
const LEAP_MS = 20_000;
/** An answer that seems older than this was not slow on the wire: a clock was set. */
const CLOCK_SLACK_MS = 400;

export type Mount = { id: number; content: Content; ready: boolean; mountedAtMs: number };
/** `cut`: in place, within a frame. `slide`: the one gesture. */
export type Move = 'cut' | 'slide';
export type SlotView = {
  mountId: number;
  content: Content;
  role: 'shown' | 'hidden' | 'coming';
  move: Move;
  progress?: Progress;
};
export type StageView = {
  state: PlayerState;
  /** Key of the entry whose pixels are shown; empty for the player's own cards. */
  itemKey: string;
  revision: number;
  atMs: number;
  screen: Now['screen'];
  /** Show the screen's name, big. */
  identify: boolean;
  slots: SlotView[];
};

export type StageDeps = {
  /** Epoch ms of this machine. */
  clock: () => number;
  onplay: (play: PagePlay) => void;
  onfault: (fault: { key: string; version: string; reason: string }) => void;
  /** The view has changed. */
  onchange: () => void;
};

export type Stage = ReturnType<typeof createStage>;

export function createStage(deps: StageDeps) {
  const playbill = createPlaybill();
  const plays = createPlayLog((play) => deps.onplay({ ...play, revision: playbill.now()?.revision ?? 0 }));
  let offsetMs: number | undefined;
  let lastId = 0;
  let revision = 0;
  let shown: Mount = mountOf(brandContent('loading', undefined, ''));
  shown.ready = true;
  let other: Mount | undefined;
  let move: Move | undefined;
  let wanted = { id: '', sinceMs: 0 };
  let arrangedAtMs = 0;

  function at(): number {
    return deps.clock() + (offsetMs ?? 0);
  }

  function mountOf(content: Content): Mount {
    lastId += 1;
    return { id: lastId, content, ready: false, mountedAtMs: at() };
  }

  /** Brings the slots to what is due. Called after everything that happens; does nothing while a gesture runs. */
  function arrange(): void {
    const atMs = at();
    forgiveLeap(atMs);
    const due = playbill.dueAt(atMs);
    if (due.content.id !== wanted.id) {
      missed(atMs);
      wanted = { id: due.content.id, sinceMs: atMs };
    }
    if (move !== undefined) return deps.onchange();
    if (due.content.id === shown.content.id) keep(due, atMs);
    else bring(due.content, atMs);
    deps.onchange();
  }

  function forgiveLeap(atMs: number): void {
    if (Math.abs(atMs - arrangedAtMs) > LEAP_MS) {
      wanted.sinceMs = atMs;
      if (other !== undefined) other.mountedAtMs = atMs;
    }
    arrangedAtMs = atMs;
  }

  /** The right thing is on: prepare what follows. */
  function keep(due: Due, atMs: number): void {
    revision = playbill.now()?.revision ?? 0;
    if (shown.content.kind === 'item' && due.position !== undefined) plays.turn(shown.content, due.position, atMs);
    const following = due.position === undefined ? undefined : playbill.dueAt(due.position.endsAtMs).content;
    if (following === undefined || following.id === shown.content.id) other = undefined;
    else if (other?.content.id !== following.id) other = mountOf(following);
  }

  /** Something else is due: show it as soon as it is ready, and pass it over when it is too late. */
  function bring(content: Content, atMs: number): void {
    if (other?.content.id !== content.id) other = mountOf(content);
    if (other.ready) {
      move = moveFor(shown.content, content);
      return;
    }
    if (atMs >= Math.max(wanted.sinceMs + LATE_MS, other.mountedAtMs + PREPARE_MS))
      pass(other, 'was not ready in time', atMs);
  }

  /** What was due and never got ready, although its whole turn has gone by, is passed over like any late item. */
  function missed(atMs: number): void {
    if (other === undefined || other.ready || other.content.id !== wanted.id) return;
    if (atMs - wanted.sinceMs >= LATE_MS && playbill.lists(other.content, atMs)) {
      report(other, 'was not ready during its turn', atMs);
      other = undefined;
    }
  }

  function pass(mount: Mount, reason: string, atMs: number): void {
    report(mount, reason, atMs);
    if (other === mount) other = undefined;
    arrange();
  }

  function report(mount: Mount, reason: string, atMs: number): void {
    if (mount.content.kind !== 'item') return;
    const { key, version } = mount.content.entry;
    playbill.exclude(mount.content, reason, atMs);
    deps.onfault({ key, version, reason: reason.slice(0, 300) });
  }

  /** The layer that came is on and whole: the old one goes. */
  function land(): void {
    if (other === undefined) return;
    const atMs = at();
    plays.change(other.content, atMs);
    shown = other;
    other = undefined;
    move = undefined;
  }

  return {
    receive(now: Now): void {
      const measuredMs = now.atMs - deps.clock();
      // The quickest answer measures best. Never behind the core: a loop that begins now has begun.
      if (offsetMs === undefined || measuredMs > offsetMs || measuredMs < offsetMs - CLOCK_SLACK_MS)
        offsetMs = measuredMs;
      playbill.receive(now, at());
      // News does not wait for a gesture: the layer that comes is put in place, and the news is prepared behind it.
      if (move !== undefined && other !== undefined && playbill.dueAt(at()).content.id !== other.content.id) land();
      arrange();
    },
    ready(mountId: number): void {
      const mount = other?.id === mountId ? other : undefined;
      if (mount === undefined || mount.ready) return;
      mount.ready = true;
      arrange();
    },
    fault(mountId: number, reason: string): void {
      const mount = [shown, other].find((each) => each?.id === mountId);
      if (mount === undefined || move !== undefined) return;
      if (playbill.lists(mount.content, at())) pass(mount, reason, at());
    },
    /** The wall shows the layer that came, whole. */
    settled(mountId: number): void {
      if (move === undefined || other?.id !== mountId) return;
      land();
      arrange();
    },
    tick: arrange,
    /** Milliseconds until something is due, between 0 and a second. */
    wakeInMs(): number {
      const due = playbill.dueAt(at());
      return Math.max(0, Math.min(1_000, (due.position?.endsAtMs ?? Number.POSITIVE_INFINITY) - at()));
    },
    /** The core promised another program by now and has not sent it. */
    overdue(): boolean {
      const until = playbill.untilMs();
      return until !== undefined && at() > until;
    },
    view(): StageView {
      const atMs = at();
      const due = playbill.dueAt(atMs);
      return {
        state: stateOf(shown.content),
        itemKey: shown.content.kind === 'item' ? shown.content.entry.key : '',
        revision,
        atMs,
        screen: playbill.now()?.screen,
        identify: (playbill.now()?.identifyUntilMs ?? 0) > atMs,
        slots: [shown, ...(other === undefined ? [] : [other])].map((mount) => ({
          mountId: mount.id,
          content: mount.content,
          role: mount === shown ? 'shown' : move === undefined ? 'hidden' : 'coming',
          move: move ?? 'cut',
          progress: progressOf(mount.content, due, playbill.dueAt(due.position?.endsAtMs ?? atMs), atMs),
        })),
      };
    },
  };
}

function stateOf(content: Content): PlayerState {
  return content.kind === 'item' ? 'playing' : content.kind === 'pairing' ? 'pairing' : content.state;
}

/** In place for a new version, at once for a takeover, plainly between the player's own cards; else the gesture. */
export function moveFor(from: Content, to: Content): Move {
  if (to.kind !== 'item') return from.kind === 'item' ? 'slide' : 'cut';
  if (to.takeoverId !== undefined && (from.kind !== 'item' || from.takeoverId !== to.takeoverId)) return 'cut';
  return isSameTurn(from, to) ? 'cut' : 'slide';
}

function progressOf(content: Content, due: Due, following: Due, atMs: number): Progress | undefined {
  const own = [due, following].find((each) => each.content.id === content.id);
  if (content.kind !== 'item' || own?.position === undefined) return undefined;
  const { startsAtMs, endsAtMs } = own.position;
  const fraction = Math.max(0, Math.min(1, (atMs - startsAtMs) / (endsAtMs - startsAtMs)));
  return { index: own.place ?? 0, count: own.count ?? 1, fraction };
}
