/** For server loads: the outcome's value, or the way out that fits the refusal. Never an empty page for a fault. */
import { error, redirect } from '@sveltejs/kit';
import { isRefusal, type Refusal } from './api.ts';

/** The value; otherwise 401 goes to sign-in with the way back, and anything else to the error page. */
export async function demand<T>(asked: Promise<T | Refusal>, url: URL): Promise<T> {
  const outcome = await asked;
  if (!isRefusal(outcome)) return outcome;
  const { problem } = outcome;
  if (problem.status === 401) redirect(303, signInPath(url));
  error(problem.status >= 400 && problem.status < 600 ? problem.status : 500, problem.detail ?? problem.title);
}

/** The same of what need not be there: absent when the server says that there is none, and only then. */
export async function demandIfAny<T>(asked: Promise<T | Refusal>, url: URL): Promise<T | undefined> {
  const outcome = await asked;
  return isRefusal(outcome) && outcome.problem.status === 404 ? undefined : demand(Promise.resolve(outcome), url);
}

export function signInPath(url: URL): string {
  const back = url.pathname + url.search;
  return back === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ next: back })}`;
}

/** Where to go after sign-in: a path of this house, never another origin. */
export function nextPath(next: string | null, origin: string): string {
  if (next === null || !next.startsWith('/')) return '/';
  const url = new URL(next, origin);
  // `/.//host` is normalised to `//host`, which a browser would take for another origin.
  return url.origin === origin ? url.pathname.replace(/^\/+/, '/') + url.search : '/';
}
