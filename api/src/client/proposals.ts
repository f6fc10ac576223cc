/**
 * Proposals as their authors make them. The way of a page: `about` -> `begin` (its six words are the key) -> `of(key)`:
 * `sendFile`, `submit`, then `get`, `edit`, `withdraw`, `remove`. Later: `open` what was typed, then `of`. Without
 * JavaScript leave `proof` out; a slower bucket applies. The key travels in a header, never in an address of the API.
 */
import { ProposalFile, ProposalView, ProposeView } from '@palier/playlists/proposal-views';
import { TalkChallenge } from '@palier/playlists/thread-views';
import type * as wire from '../wire/proposals.ts';
import { ProposalFiles, ProposalOpened, ProposalWords } from '../wire/proposals.ts';
import { createCaller, query, type ClientDeps } from './caller.ts';
import { fileHeaders } from './threads.ts';

const ROOT = '/api/public/proposals';

export function proposalRoutes(deps: ClientDeps) {
  const caller = createCaller(deps);
  return {
    about: () => caller.read(`${ROOT}/about`, ProposeView),
    /** A riddle; its solution goes along as `proof` with `begin` (`new`) or `open` (`open`). */
    challenge: (purpose: 'new' | 'open') => caller.read(`${ROOT}/challenge${query({ for: purpose })}`, TalkChallenge),
    /** Six words for a new proposal; nothing but a mark that they were given is stored. */
    begin: (body: wire.ProposalBegin) => caller.send('POST', `${ROOT}/words`, ProposalWords, body),
    /** 422 `receipt-words`: `problem.words` says which are unknown; 404: they open nothing. */
    open: (body: wire.ProposalOpening) => caller.send('POST', `${ROOT}/open`, ProposalOpened, body),
    /** The proposal that these words open. */
    of: (key: string) => proposalOf(deps, key),
  };
}

function proposalOf(deps: ClientDeps, key: string) {
  const keyed = (init: RequestInit | undefined) => {
    const headers = new Headers(init?.headers);
    headers.set('x-proposal-key', encodeURIComponent(key.slice(0, 300)));
    return { ...init, headers };
  };
  const caller = createCaller({ baseUrl: deps.baseUrl, fetch: (input, init) => deps.fetch(input, keyed(init)) });
  return {
    files: () => caller.read(`${ROOT}/files`, ProposalFiles),
    /** A picture or a film; 415 `file-refused` says why in `problem.reason`. */
    sendFile: (name: string, file: Blob) => caller.sendFile(`${ROOT}/files`, ProposalFile, file, fileHeaders(name)),
    submit: (draft: wire.ProposalDraft) => caller.send('POST', ROOT, ProposalView, draft),
    get: () => caller.read(`${ROOT}/mine`, ProposalView),
    edit: (edit: wire.ProposalEdit) => caller.send('PUT', `${ROOT}/mine`, ProposalView, edit),
    withdraw: () => caller.send('POST', `${ROOT}/mine/withdraw`, ProposalView, {}),
    remove: () => caller.done('DELETE', `${ROOT}/mine`),
  };
}
