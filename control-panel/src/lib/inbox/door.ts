/**
 * The door of the HR inbox for server loads: what was asked while it is locked leads to the page that unlocks it, with
 * the way back. It opens nothing itself; the API decides.
 */
import { redirect } from '@sveltejs/kit';
import type { InboxView } from '@palier/playlists/thread-views';
import { isRefusal, type Problem, type Refusal } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';

export const UNLOCK = '/inbox/unlock';
export const SET_UP = '/inbox/set-up';

/** Not unlocked in this session, or not any more. */
export function isLocked(problem: Problem): boolean {
  return problem.type.endsWith('#inbox-locked');
}

export function unlockPath(path: string): string {
  return path === '/inbox' ? UNLOCK : `${UNLOCK}?${new URLSearchParams({ next: path })}`;
}

/** A path of the inbox to go back to; anything else leads to its first page. */
export function backPath(next: string | null): string {
  const isOwn = next !== null && /^\/inbox(?:[/?]|$)/.test(next) && !next.startsWith(UNLOCK) && !next.includes('\\');
  return isOwn ? next : '/inbox';
}

/** As `demand`; what is locked leads to the passphrase. */
export async function demandOpen<T>(asked: Promise<T | Refusal>, url: URL): Promise<T> {
  const outcome = await asked;
  if (isRefusal(outcome) && isLocked(outcome.problem)) redirect(303, unlockPath(url.pathname + url.search));
  return demand(Promise.resolve(outcome), url);
}

/** Where somebody of HR has to go first; absent when they may stay at `path`. */
export function firstStep(inbox: InboxView, path: string): string | undefined {
  const page = path.split('?')[0];
  if (page === SET_UP) return undefined;
  if (!inbox.setUp) return SET_UP;
  if (!inbox.unlocked && page !== UNLOCK) return unlockPath(path);
  return undefined;
}
