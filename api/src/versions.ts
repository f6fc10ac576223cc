/** ETags of documents that people edit, and the check that nobody overwrites what they have not seen. */
import type { Context } from 'hono';
import type { ApiEnv } from './environment.ts';
import { problem } from './problem.ts';
import { digestOf } from './secrets.ts';

/** From the content alone: the same content has the same ETag, wherever and whenever it was written. */
export function etagOf(document: unknown): string {
  return `"${digestOf(JSON.stringify(document)).slice(0, 32)}"`;
}

/** Absent when the request was made from this very version; otherwise the refusal. */
export function staleOrMissing(c: Context<ApiEnv>, present: unknown): Response | undefined {
  const given = c.req.header('if-match');
  if (given === undefined) return problem(c, 'etag-missing');
  const etags = given.split(',').map((text) => text.trim().replace(/^W\//, ''));
  if (etags.includes(etagOf(present))) return undefined;
  c.header('ETag', etagOf(present));
  return problem(c, 'etag-stale', { detail: 'Fetch the present version, and make your change in that one.' });
}

/** Whether `If-None-Match` names this ETag. A proxy that compressed it made it weak. */
export function isKnown(header: string | undefined, etag: string): boolean {
  return header !== undefined && header.split(',').some((text) => text.trim().replace(/^W\//, '') === etag);
}
