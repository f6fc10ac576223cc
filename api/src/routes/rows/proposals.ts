/**
 * The rows of proposals as their authors make them. All are open to anyone: what lets somebody in is six words, sent in
 * the header `x-proposal-key` so that no log of addresses holds them, and the handlers ask for them.
 */
import { MAX_PROPOSED_FILM_BYTES, ProposalFile, ProposalView, ProposeView } from '@palier/playlists/proposal-views';
import { TalkChallenge } from '@palier/playlists/thread-views';
import * as wire from '../../wire/proposals.ts';
import type { RouteRow } from '../row.ts';

export const PROPOSAL_ROUTES = {
  'GET /api/public/proposals/about': {
    access: 'anyone',
    summary: 'What the page says before anything is proposed: topics, the charter, dates that may be chosen',
    answer: ProposeView,
  },
  'GET /api/public/proposals/challenge': {
    access: 'anyone',
    summary:
      'A riddle to solve before one is begun (for=new) or its words are tried (for=open); without it one waits longer',
    query: wire.ProposalChallengeQuery,
    answer: TalkChallenge,
  },
  'POST /api/public/proposals/words': {
    access: 'anyone',
    summary: 'Begin one: six words, under which files may be sent and the proposal itself',
    body: wire.ProposalBegin,
    answer: wire.ProposalWords,
    status: 201,
  },
  'POST /api/public/proposals/open': {
    access: 'anyone',
    summary: 'Whether typed words open a proposal; answers them as an address has them',
    body: wire.ProposalOpening,
    answer: wire.ProposalOpened,
  },
  'GET /api/public/proposals/files': {
    access: 'anyone',
    summary: 'The files that came under these words',
    answer: wire.ProposalFiles,
  },
  'POST /api/public/proposals/files': {
    access: 'anyone',
    summary: 'Send a picture or a short film; it is made anew, without its place and camera',
    answer: ProposalFile,
    status: 201,
    bytes: MAX_PROPOSED_FILM_BYTES,
  },
  'GET /api/public/proposals/files/:sha256': {
    access: 'anyone',
    summary: 'A file of a proposal, at the address that its author was given for a while',
    media: 'application/octet-stream',
  },
  'POST /api/public/proposals': {
    access: 'anyone',
    summary: 'Send the proposal; the same words again are the same proposal',
    body: wire.ProposalDraft,
    answer: ProposalView,
    status: 201,
  },
  'GET /api/public/proposals/mine': { access: 'anyone', summary: 'Where it stands', answer: ProposalView },
  'PUT /api/public/proposals/mine': {
    access: 'anyone',
    summary: 'Edit it and send it again; an approved one is off the screens until it is approved anew',
    body: wire.ProposalEdit,
    answer: ProposalView,
  },
  'POST /api/public/proposals/mine/withdraw': {
    access: 'anyone',
    summary: 'Take it back: off the screens, out of the queue',
    answer: ProposalView,
  },
  'DELETE /api/public/proposals/mine': { access: 'anyone', summary: 'Delete it for good, with its files', status: 204 },
} as const satisfies Record<string, RouteRow>;
