/**
 * Refusals as problem documents (RFC 9457). Every refusal has one line in the table, which the documentation prints;
 * what a fault was in detail goes to the log alone, under the request's id.
 */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import { fieldProblems, type FieldProblem, type Problem } from '@palier/playlists/problem';
import type { ApiEnv } from './environment.ts';

export const PROBLEMS = {
  'body-invalid': [422, 'Some fields are not as they must be'],
  'body-not-json': [400, 'The body is not JSON'],
  'body-too-large': [413, 'The body is larger than this route takes'],
  'campaign-busy': [409, 'Somebody is preparing this campaign'],
  'campaign-full': [409, 'There is no room for the survey or document of this campaign'],
  'checks-refuse': [409, 'The checks at publishing refuse it'],
  'codes-full': [409, 'The survey has as many codes as it may'],
  'content-type-refused': [415, 'This route takes application/json'],
  'cross-site': [403, 'The request comes from another site'],
  'draft-behind': [409, 'Somebody has published another version since this draft was begun'],
  'draft-missing': [404, 'There is no draft'],
  'etag-missing': [428, 'Say which version was edited (If-Match)'],
  'etag-stale': [412, 'Somebody else has changed it since'],
  fault: [500, 'The server has a fault'],
  'file-refused': [415, 'This file cannot be shown'],
  'file-too-large': [413, 'The file is too large'],
  full: [409, 'There is no room for one more'],
  'id-taken': [409, 'This id or name is taken'],
  'in-use': [409, 'It is still in use'],
  'inbox-exists': [409, 'The inbox is set up already'],
  'inbox-locked': [423, 'Unlock the inbox first'],
  'inbox-outside': [403, 'You are no member of the inbox yet'],
  'inbox-tampered': [409, 'The keys of the inbox were changed by somebody else'],
  'last-admin': [409, 'There must be an administrator'],
  'library-conflict': [409, 'The file was edited by hand at the same time'],
  'mail-not-set-up': [409, 'No mail server is set up'],
  'mail-refused': [502, 'The mail server did not take the letter'],
  'not-allowed': [403, 'This needs another role'],
  'not-found': [404, 'There is no such thing'],
  'not-signed-in': [401, 'Sign in first'],
  'pairing-burnt': [410, 'This pairing code has been burnt by wrong tries'],
  'pairing-gone': [410, 'This pairing code has expired or been used'],
  'pairing-tries': [429, 'Too many wrong pairing codes'],
  'password-wrong': [403, 'The present password is wrong'],
  'passphrase-wrong': [403, 'The passphrase or recovery key is wrong'],
  'proposal-unknown': [404, 'These words open no proposal'],
  'proposals-full': [503, 'Too many proposals wait at present'],
  'proposal-changed': [409, 'The words changed since they were read'],
  'proposal-claimed': [409, 'Somebody else has it in hand'],
  'proposal-full': [409, 'There is no room for one more post'],
  'proposal-own': [403, 'Nobody approves their own'],
  'proposal-reason': [422, 'A reason is missing'],
  'source-full': [409, 'This source has as many stories as it may'],
  'story-changed': [409, 'The words changed since they were read'],
  'story-elsewhere': [409, 'This is not decided here'],
  'story-state': [409, 'It stands elsewhere by now'],
  'proposal-state': [409, 'It stands elsewhere by now'],
  'range-refused': [416, 'The file has no such range'],
  'receipt-gone': [410, 'This new receipt has expired'],
  'receipt-unconfirmed': [409, 'Type two words of the receipt back first'],
  'receipt-unknown': [404, 'These words open no conversation'],
  'receipt-words': [422, 'Some words are not in the list'],
  'server-busy': [503, 'The server is busy'],
  'setup-done': [409, 'This installation is set up already'],
  'setup-token-wrong': [403, 'This set-up link is not valid'],
  'sign-in-failed': [401, 'E-mail address or password is wrong'],
  'share-spent': [409, 'This text was shared often enough today'],
  'storage-full': [507, 'The disk of the server is full'],
  'storage-unwritable': [503, 'The server cannot save at present'],
  'survey-answered': [409, 'This device has answered already'],
  'survey-closed': [410, 'This survey takes no answers now'],
  'survey-fixed': [409, 'Publication fixed this, or lets it only be raised'],
  'survey-open': [409, 'The survey takes answers'],
  'survey-not-admitted': [403, 'This survey wants a code'],
  'survey-not-ready': [409, 'Something stands in the way of publishing'],
  'survey-state': [409, 'The survey is at another stage'],
  'playlist-gone': [409, 'A playlist of this schedule is not there any more'],
  'takeover-overlaps': [409, 'Another takeover runs on some of these screens'],
  'talk-closed': [409, 'No new conversations are taken'],
  'thread-blocked': [403, 'This conversation is closed to new messages'],
  'thread-damaged': [409, 'This conversation was changed in the store and is not written to'],
  'thread-full': [409, 'This conversation is full'],
  'thread-shut': [401, 'Type the words of your receipt'],
  'too-many-requests': [429, 'Too many requests'],
} as const satisfies Record<string, readonly [number, string]>;
export type ProblemCode = keyof typeof PROBLEMS;

export type ProblemExtra = {
  /** One sentence for people: what exactly, and what to do. */
  detail?: string;
  fields?: z.infer<typeof FieldProblem>[];
  /** Seconds until it is worth trying again. */
  retryAfterS?: number;
  /** Further members, e.g. what stands in the way. */
  about?: Record<string, unknown>;
};

/** Answers the request with the problem `code`. */
export function problem(c: Context<ApiEnv>, code: ProblemCode, extra: ProblemExtra = {}): Response {
  const [status, title] = PROBLEMS[code];
  const document: Problem = {
    ...extra.about,
    type: `/api/docs#${code}`,
    title,
    status,
    ...(extra.detail === undefined ? {} : { detail: extra.detail }),
    ...(extra.fields === undefined ? {} : { fields: extra.fields }),
    requestId: c.get('requestId'),
  };
  c.header('Content-Type', 'application/problem+json');
  if (extra.retryAfterS !== undefined) c.header('Retry-After', String(Math.max(1, Math.ceil(extra.retryAfterS))));
  return c.body(JSON.stringify(document), status satisfies ContentfulStatusCode);
}

/** The problem of a body, query or path that did not parse: names each field and its reason. */
export function invalid(c: Context<ApiEnv>, error: z.ZodError): Response {
  return problem(c, 'body-invalid', { fields: fieldProblems(error) });
}

/** One field that is well-formed and yet cannot be, e.g. the id of nothing. */
export function invalidField(c: Context<ApiEnv>, field: string, reason: string): Response {
  return problem(c, 'body-invalid', { fields: [{ field, reason }] });
}
