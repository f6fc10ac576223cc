/** A file that comes for a thread: its bytes in the body, its name in a header, so that no address in any log holds it. */
import type { Context } from 'hono';
import type { ApiEnv } from '../environment.ts';
import { problem } from '../problem.ts';
import type { FileOutcome } from '../threads/files.ts';

/** Percent-encoded UTF-8. */
export const FILE_NAME_HEADER = 'x-file-name';

/** Reads it whole: the door has bounded it, and it must not touch the disk. */
export async function fileOf(c: Context<ApiEnv>): Promise<{ name: string; bytes: Uint8Array }> {
  const given = c.req.header(FILE_NAME_HEADER) ?? '';
  return { name: headerText(given.slice(0, 600)) ?? 'file', bytes: new Uint8Array(await c.req.arrayBuffer()) };
}

/** What a percent-encoded header says; absent when it is not percent-encoded. */
export function headerText(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

export function fileProblem(c: Context<ApiEnv>, outcome: Exclude<FileOutcome, { attachment: unknown }>): Response {
  switch (outcome.refused) {
    case 'file':
      return problem(c, 'file-refused', { fields: [{ field: 'body', reason: outcome.reason }] });
    case 'full':
      return problem(c, 'thread-full', { detail: 'This conversation has as many files as it may have.' });
    case 'busy':
      return problem(c, 'server-busy', { retryAfterS: 5 });
    case 'gone':
      return problem(c, 'not-found');
  }
}
