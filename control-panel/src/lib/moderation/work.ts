/** What a moderator does to proposals: one request each; the page reads anew, and what can be taken back says so. */
import { tick } from 'svelte';
import { goto, invalidate } from '$app/navigation';
import type { BulkDone, DecisionDid, QueueEntry } from '@palier/api/client';
import { api, isRefusal, settle, type Refusal } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { problemWords } from '../problem-words.ts';
import type { Toasts } from '../ui/toasts.svelte.ts';
import type { Deed, ModerationDesk } from './desk.svelte.ts';
import { afterLeaving } from './order.ts';
import { refusedWords } from './words.ts';

const SAID: Record<DecisionDid, (about: { title: string }) => string> = {
  approved: m.moderation_said_approved,
  declined: m.moderation_said_declined,
  'asked-changes': m.moderation_said_asked,
  'taken-down': m.moderation_said_taken_down,
  'shown-again': m.moderation_said_shown_again,
};
const SAID_MANY: Record<BulkDid, (about: { count: number }) => string> = {
  approved: m.moderation_said_many_approved,
  declined: m.moderation_said_many_declined,
  'asked-changes': m.moderation_said_many_asked,
};
/** As many as the server decides in one request. */
const AT_ONCE = 50;
export type BulkDid = 'approved' | 'declined' | 'asked-changes';

export function createModerationWork(deps: { desk: ModerationDesk; toasts: Toasts }) {
  const { desk, toasts } = deps;

  const refresh = () => invalidate('palier:proposals');

  async function done<T>(asked: Promise<T | Refusal>): Promise<T | undefined> {
    const outcome = await settle(asked);
    if (isRefusal(outcome)) {
      toasts.show(problemWords(outcome.problem), { tone: 'bad' });
      // What it stands at now is the answer to why it was refused.
      if (outcome.problem.status === 409 || outcome.problem.status === 404) await refresh();
      return undefined;
    }
    return outcome;
  }

  /** One after the other: what comes while a request is on its way is not done. */
  async function alone(work: () => Promise<boolean>): Promise<boolean> {
    if (desk.underway !== undefined) return false;
    const underway = work();
    desk.underway = underway;
    try {
      return await underway;
    } finally {
      desk.underway = undefined;
    }
  }

  /** Shows that page with what holds now, and leads the focus to its heading. */
  async function arrive(href: string | undefined): Promise<void> {
    if (href !== undefined) await goto(href, { reset: false });
    await refresh();
    await tick();
    desk.toHead();
  }

  /** Says it, with the way back, which U takes too. */
  function say(text: string, done: Deed['done']): void {
    const deed: Deed = { done, toast: undefined };
    desk.last = deed;
    toasts.show(text, { action: { label: m.moderation_undo(), run: () => void undo(deed) } });
    deed.toast = toasts.latest;
  }

  /** Without another word: what is open, if it can be and was not decided with others; else what was decided last. */
  function deedMeant(): Deed | undefined {
    const { last, undoable } = desk;
    if (undoable === undefined || last?.done.some(({ id }) => id === undoable.id)) return last;
    return { done: [undoable], toast: undefined };
  }

  /** Takes all of it back that can be, and says which: the way back is short, and its author or others may have come between. */
  async function takeBack(deed: Deed): Promise<boolean> {
    if (desk.last === deed) desk.last = undefined;
    if (deed.toast !== undefined) toasts.dismiss(deed.toast);
    const back: Deed['done'][number][] = [];
    const stuck: Deed['done'][number][] = [];
    for (const one of deed.done) {
      const outcome = await settle(api.moderation.undo(one.id));
      (isRefusal(outcome) ? stuck : back).push(one);
    }
    const [only] = back;
    await arrive(only === undefined ? undefined : deed.done.length === 1 ? desk.hrefOf(only.id) : listHref());
    if (only !== undefined && back.length === 1)
      toasts.show(m.moderation_said_undone({ title: shortened(only.title) }));
    else if (back.length > 1) toasts.show(m.moderation_said_undone_many({ count: back.length }));
    for (const { title } of stuck.slice(0, 2)) {
      toasts.show(m.moderation_said_not_undone({ title: shortened(title) }), { tone: 'bad' });
    }
    return stuck.length === 0;
  }

  async function undo(chosen?: Deed): Promise<void> {
    if (desk.undoing) return;
    desk.undoing = true;
    try {
      // Asked for while a decision is still on its way: that one is meant, and none before it.
      const { last, underway } = desk;
      const came = (await underway?.catch(() => false)) ?? true;
      if (chosen === undefined && !came && desk.last === last) return;
      const deed = chosen ?? deedMeant();
      if (deed !== undefined) await alone(() => takeBack(deed));
      else toasts.show(m.moderation_undo_nothing());
    } finally {
      desk.undoing = false;
    }
  }

  const listHref = () => `/proposals${desk.query}`;

  /** Decides, and goes on to the next one of the list. Answers whether it was decided. */
  async function decideOne(entry: QueueEntry, did: DecisionDid, reason?: string): Promise<boolean> {
    const next = afterLeaving(desk.rows, entry.id);
    const decided = await done(api.moderation.decide(entry.id, { did, revision: entry.revision, reason }));
    if (decided !== undefined) {
      await arrive(next === undefined || next === entry.id ? listHref() : desk.hrefOf(next));
      say(SAID[did]({ title: shortened(entry.title) }), [entry]);
    }
    return decided !== undefined;
  }

  /** Each by itself: what was refused stays picked, and is said. */
  async function decideMany(did: BulkDid, reason?: string): Promise<boolean> {
    const proposals = [...desk.picked].map(([id, revision]) => ({ id, revision }));
    const entries = new Map<string, QueueEntry>(desk.rows.map(({ entry }) => [entry.id, entry]));
    const results: BulkDone['results'] = [];
    for (let from = 0; from < proposals.length; from += AT_ONCE) {
      const lot = proposals.slice(from, from + AT_ONCE);
      const answer = await done(api.moderation.decideMany({ did, reason, proposals: lot }));
      // Those before it are decided all the same.
      if (answer === undefined) break;
      results.push(...answer.results);
    }
    const isWhole = results.length === proposals.length;
    const decided = results.filter((one) => one.refused === undefined).map(({ id }) => id);
    const refused = results.filter((one) => one.refused !== undefined);
    desk.picked = new Map([...desk.picked].filter(([id]) => !decided.includes(id)));
    if (results.length > 0) await arrive(listHref());
    if (decided.length > 0) {
      const told = decided.map((id) => ({ id, title: entries.get(id)?.title ?? '' }));
      say(SAID_MANY[did]({ count: decided.length }), told);
    }
    for (const { id, refused: why = 'state' } of refused.slice(0, 2)) {
      const entry = entries.get(id);
      const title = shortened(entry?.title ?? '');
      toasts.show(m.moderation_said_not({ title, why: refusedWords(why, entry?.ownBy) }), { tone: 'bad' });
    }
    return isWhole;
  }

  return {
    decide: (...wanted: Parameters<typeof decideOne>) => alone(() => decideOne(...wanted)),
    decideMany: (...wanted: Parameters<typeof decideMany>) => alone(() => decideMany(...wanted)),
    undo,
    async claim(id: string, force = false): Promise<boolean> {
      const claimed = (await done(api.moderation.claim(id, force))) !== undefined;
      if (claimed) await refresh();
      return claimed;
    },
    async release(id: string): Promise<void> {
      if ((await done(api.moderation.release(id))) !== undefined) await refresh();
    },
    async mend(...wanted: Parameters<typeof api.moderation.mend>) {
      const mended = await done(api.moderation.mend(...wanted));
      if (mended !== undefined) {
        await refresh();
        toasts.show(m.moderation_said_mended());
      }
      return mended;
    },
  };
}
export type ModerationWork = ReturnType<typeof createModerationWork>;

function shortened(title: string): string {
  return title.length <= 48 ? title : `${title.slice(0, 46).trimEnd()}…`;
}
