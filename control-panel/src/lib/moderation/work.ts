/** What a moderator does to proposals: one request each; the page reads anew, and what can be taken back says so. */
import { goto, invalidate } from '$app/navigation';
import type { BulkDone, DecisionDid, QueueEntry } from '@palier/api/client';
import { api, isRefusal, settle, type Refusal } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { problemWords } from '../problem-words.ts';
import type { Toasts } from '../ui/toasts.svelte.ts';
import type { ModerationDesk } from './desk.svelte.ts';
import { afterLeaving } from './order.ts';
import { refusedWords } from './words.ts';

const SAID: Record<DecisionDid, (about: { title: string }) => string> = {
  approved: m.moderation_said_approved,
  declined: m.moderation_said_declined,
  'asked-changes': m.moderation_said_asked,
  'taken-down': m.moderation_said_taken_down,
  'shown-again': m.moderation_said_shown_again,
};
/** As many as the server decides in one request. */
const AT_ONCE = 50;
export type BulkDid = 'approved' | 'declined' | 'asked-changes';

export function createModerationWork(deps: { desk: ModerationDesk; toasts: Toasts }) {
  const { desk, toasts } = deps;
  let busy = false;

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

  async function undo(id = desk.last): Promise<void> {
    if (id === undefined) return;
    desk.last = undefined;
    desk.moved = true;
    if ((await done(api.moderation.undo(id))) === undefined) return;
    await goto(desk.hrefOf(id), { reset: false });
    await refresh();
    toasts.show(m.moderation_said_undone());
  }

  /** Decides, and goes on to the next one of the list. Answers whether it was decided. */
  async function decide(entry: QueueEntry, did: DecisionDid, reason?: string): Promise<boolean> {
    // A key held down must not decide over the next one too.
    if (busy) return false;
    busy = true;
    const next = afterLeaving(desk.rows, entry.id);
    const decided = await done(api.moderation.decide(entry.id, { did, revision: entry.revision, reason }));
    if (decided !== undefined) {
      desk.last = entry.id;
      desk.moved = true;
      await goto(next === undefined || next === entry.id ? `/proposals${desk.query}` : desk.hrefOf(next), {
        reset: false,
      });
      await refresh();
      toasts.show(SAID[did]({ title: shortened(entry.title) }), {
        action: { label: m.moderation_undo(), run: () => void undo(entry.id) },
      });
    }
    busy = false;
    return decided !== undefined;
  }

  return {
    decide,
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
    /** Each by itself: what was refused stays picked, and is said. */
    async decideMany(did: BulkDid, reason?: string): Promise<boolean> {
      const proposals = [...desk.picked].map(([id, revision]) => ({ id, revision }));
      const results: BulkDone['results'] = [];
      for (let from = 0; from < proposals.length; from += AT_ONCE) {
        const lot = proposals.slice(from, from + AT_ONCE);
        const answer = await done(api.moderation.decideMany({ did, reason, proposals: lot }));
        if (answer === undefined) return false;
        results.push(...answer.results);
      }
      const refused = results.filter((one) => one.refused !== undefined);
      const titles = new Map<string, string>(desk.rows.map(({ entry }) => [entry.id, entry.title]));
      desk.picked = new Map([...desk.picked].filter(([id]) => refused.some((one) => one.id === id)));
      await goto(`/proposals${desk.query}`, { reset: false });
      await refresh();
      toasts.show(m.moderation_said_many({ count: results.length - refused.length }));
      for (const { id, refused: why = 'state' } of refused.slice(0, 2)) {
        const title = shortened(titles.get(id) ?? '');
        toasts.show(m.moderation_said_not({ title, why: refusedWords(why) }), { tone: 'bad' });
      }
      return true;
    },
  };
}
export type ModerationWork = ReturnType<typeof createModerationWork>;

function shortened(title: string): string {
  return title.length <= 48 ? title : `${title.slice(0, 46).trimEnd()}…`;
}
