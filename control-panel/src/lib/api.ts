/**
 * The panel's use of the API's typed client: one maker for server loads, one client for the browser, and the
 * rule that "could not ask" is a refusal of status 0 and never looks like an empty answer.
 */
import { createClient, isRefusal, type Client, type Refusal } from '@palier/api/client';

export { isRefusal };
export type { Client, Refusal };
export type {
  DocumentSummary,
  DocumentView,
  ImportView,
  LibraryAnswer,
  MediaView,
  Versioned,
  VersionView,
} from '@palier/api/client';
export type Problem = Refusal['problem'];

/** For `load` and actions: asks through the event's own fetch, which the server answers in process. */
export function apiOf(event: { fetch: typeof fetch }): Client {
  return createClient({ baseUrl: '', fetch: event.fetch });
}

/** For event handlers in the browser. Stateless: the browser holds the cookie. */
export const api: Client = createClient({ baseUrl: '', fetch: (input, init) => fetch(input, init) });

/** The outcome; a network fault or an answer of another shape becomes a refusal of status 0 or 502. */
export async function settle<T>(outcome: Promise<T | Refusal>): Promise<T | Refusal> {
  try {
    return await outcome;
  } catch (error) {
    const unreadable = error instanceof Error && error.name === 'ZodError';
    return { problem: { type: 'about:blank', title: String(error), status: unreadable ? 502 : 0 } };
  }
}
