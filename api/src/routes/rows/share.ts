/** The routes of stories on phones and of sharing. Phones are asked nothing of who they are: `blind`. */
import { ShareKit } from '@palier/playlists/share';
import * as wire from '../../wire/share.ts';
import type { RouteRow } from '../row.ts';

export const SHARE_ROUTES = {
  'GET /api/share': {
    access: 'viewer',
    summary: 'The stories of the week with their share kits',
    answer: wire.KitsAnswer,
  },
  'PUT /api/share/:id': {
    access: 'editor',
    summary: 'Write the share kit of a story, allow or forbid sharing it',
    body: ShareKit,
    answer: wire.KitView,
  },
  'DELETE /api/share/:id': {
    access: 'editor',
    summary: 'Back to the texts that are made from the story',
    answer: wire.KitView,
  },
  'GET /api/public/stories': {
    access: 'anyone',
    blind: true,
    summary: 'The feed of a screen, an audience or the house, by topic',
    query: wire.FeedQuery,
    answer: wire.FeedAnswer,
  },
  'GET /api/public/stories/:id': {
    access: 'anyone',
    blind: true,
    summary: 'A story as a phone shows it',
    answer: wire.PublicStory,
  },
  'POST /api/public/stories/:id/opens': {
    access: 'anyone',
    blind: true,
    summary: 'Counts that its page was opened',
    status: 204,
  },
  'POST /api/public/stories/:id/reactions': {
    access: 'anyone',
    blind: true,
    summary: 'Counts a reaction',
    body: wire.ReactionGiven,
    answer: wire.ReactionTaken,
  },
  'GET /api/public/stories/:id/kit': {
    access: 'anyone',
    blind: true,
    summary: 'Suggested texts and what else it takes to share it',
    query: wire.KitQuery,
    answer: wire.PublicKit,
  },
  'POST /api/public/stories/:id/shares': {
    access: 'anyone',
    blind: true,
    summary: 'Counts a share, and makes the text, the link and the network’s address',
    body: wire.ShareWanted,
    answer: wire.ShareMade,
  },
  'GET /api/public/stories/:id/media/:sha256': {
    access: 'anyone',
    blind: true,
    summary: 'Its picture or film',
    media: 'image/*',
  },
} as const satisfies Record<string, RouteRow>;
