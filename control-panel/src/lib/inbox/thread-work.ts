/**
 * What HR does to the conversation on the page: one request each, the page is read anew, and what can be taken back
 * says so. A lock met on the way leads to the passphrase; drafts stay.
 */
import { invalidate } from '$app/navigation';
import type { TalkTeam } from '@palier/playlists/talk-settings';
import type { InboxRow, InboxThreadView } from '@palier/playlists/thread-views';
import { api, isRefusal, settle, type Refusal } from '#lib/api.ts';
import { m } from '#lib/paraglide/messages.js';
import { problemWords } from '#lib/problem-words.ts';
import type { Toasts } from '#lib/ui/toasts.svelte.ts';
import { isLocked } from './door.ts';
import { handlingWith, type HandlingEdit } from './handling.ts';

export type ThreadState = 'open' | 'closed' | 'blocked';

/** Names one sending, so that a second try is not a second message. `crypto.randomUUID` is absent on plain http. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function createThreadWork(deps: { row: () => InboxRow; teams: () => readonly TalkTeam[]; toasts: Toasts }) {
  const { toasts } = deps;

  async function refused(refusal: Refusal): Promise<void> {
    if (isLocked(refusal.problem)) await invalidate('palier:inbox-state');
    else toasts.show(problemWords(refusal.problem), { tone: 'bad' });
  }

  async function done<T>(asked: Promise<T | Refusal>): Promise<T | undefined> {
    const outcome = await settle(asked);
    if (isRefusal(outcome)) {
      await refused(outcome);
      return undefined;
    }
    await invalidate(({ href }) => ['palier:inbox-thread', 'palier:inbox', 'palier:inbox-count'].includes(href));
    return outcome;
  }

  async function handle(edit: HandlingEdit, said?: string): Promise<void> {
    const row = deps.row();
    const before = handlingWith(row, deps.teams(), {});
    const handled = await done(api.inbox.handle(row.id, { handling: handlingWith(row, deps.teams(), edit) }));
    if (handled === undefined || said === undefined) return;
    const undo = () => void done(api.inbox.handle(row.id, { handling: before }));
    toasts.show(said, { action: { label: m.inbox_undo(), run: undo } });
  }

  async function setState(state: ThreadState, said: string): Promise<void> {
    const { id, state: before } = deps.row();
    const handled = await done(api.inbox.handle(id, { state }));
    if (handled === undefined) return;
    toasts.show(said, {
      action: { label: m.inbox_undo(), run: () => void done(api.inbox.handle(id, { state: before })) },
    });
  }

  return {
    handle,
    setState,
    async acknowledge(): Promise<void> {
      if ((await done(api.inbox.acknowledge(deps.row().id))) !== undefined) toasts.show(m.inbox_acknowledged());
    },
    /** Answers whether it went out; the words stay in the field otherwise. */
    async answer(draft: { text: string; key: string; attachments: string[]; close: boolean }): Promise<boolean> {
      const sent = await done(api.inbox.answer(deps.row().id, draft));
      if (sent === undefined) return false;
      toasts.show(draft.close ? m.inbox_sent_closed() : m.inbox_sent());
      return true;
    },
    async note(text: string): Promise<boolean> {
      return (await done(api.inbox.note(deps.row().id, text))) !== undefined;
    },
    async upload(file: File): Promise<InboxThreadView['attachments'][number] | undefined> {
      const taken = await settle(api.inbox.sendFile(deps.row().id, file.name, file));
      if (!isRefusal(taken)) return taken;
      await refused(taken);
      return undefined;
    },
  };
}
export type ThreadWork = ReturnType<typeof createThreadWork>;
