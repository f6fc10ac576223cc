/** The rows of sources, stories and topics in the route table. */
import { Story } from '@palier/playlists/story';
import * as wire from '../../wire/feeds.ts';
import type { RouteRow } from '../row.ts';

export const FEED_ROUTES = {
  'GET /api/sources': { access: 'viewer', summary: 'All sources and how each is doing', answer: wire.SourcesAnswer },
  'POST /api/sources': {
    access: 'editor',
    summary: 'Add a source; a feed is asked at once',
    body: wire.SourceDraft,
    answer: wire.SourceView,
    status: 201,
  },
  'POST /api/sources/find': {
    access: 'editor',
    summary: 'The feeds of a site, from any address of it',
    body: wire.FindFeeds,
    answer: wire.FoundFeeds,
  },
  'GET /api/sources/opml': { access: 'viewer', summary: 'All feeds as OPML', media: 'text/x-opml' },
  'POST /api/sources/opml': {
    access: 'editor',
    summary: 'Add the feeds of an OPML file',
    body: wire.OpmlImport,
    answer: wire.ImportAnswer,
  },
  'GET /api/sources/starter': {
    access: 'viewer',
    summary: 'Feeds to begin with, by trade',
    answer: wire.StarterSetsAnswer,
  },
  'GET /api/sources/starter/opml': {
    access: 'viewer',
    summary: 'Feeds to begin with as OPML, of one trade or of all',
    query: wire.StarterListQuery,
    media: 'text/x-opml',
  },
  'POST /api/sources/starter': {
    access: 'editor',
    summary: 'Add the feeds of some trades',
    body: wire.StarterAsked,
    answer: wire.ImportAnswer,
  },
  'GET /api/sources/:id': { access: 'viewer', summary: 'A source and how it is doing', answer: wire.SourceView },
  'PATCH /api/sources/:id': {
    access: 'editor',
    summary: 'Change a source; its stories follow',
    body: wire.SourcePatch,
    answer: wire.SourceView,
  },
  'DELETE /api/sources/:id': { access: 'editor', summary: 'Remove a source with its stories', status: 204 },
  'POST /api/sources/:id/refresh': { access: 'editor', summary: 'Ask a source now', answer: wire.SourceView },
  'POST /api/sources/:id/stories': {
    access: 'editor',
    summary: 'Write a story of the house',
    body: wire.OwnStory,
    answer: Story,
    status: 201,
  },
  'GET /api/stories': {
    access: 'viewer',
    summary: 'Stories, newest first, at most 300; for moderators those that were reported before all others',
    query: wire.StoriesQuery,
    answer: wire.StoriesAnswer,
  },
  'GET /api/story-count': {
    access: 'moderation',
    summary: 'How many stories wait, and how many of them were reported',
    answer: wire.StoryCount,
  },
  'POST /api/story-decisions': {
    access: 'moderation',
    summary: 'Approve, block or put back many stories, at most 50; each by itself, none that was reported',
    body: wire.BulkStories,
    answer: wire.BulkStoriesDone,
  },
  'POST /api/stories/:id': {
    access: 'moderation',
    summary: 'Approve, block, pin or unpin a story, or let it wait again',
    body: wire.StoryAct,
    answer: Story,
  },
  'GET /api/stories/:id': { access: 'viewer', summary: 'A story of the house', answer: Story, etag: 'sent' },
  'PUT /api/stories/:id': {
    access: 'editor',
    summary: 'Edit a story of the house in place: same page, same QR',
    body: wire.OwnStory,
    answer: Story,
    etag: 'required',
  },
  'DELETE /api/stories/:id': { access: 'editor', summary: 'Take off a story of the house', status: 204 },
  'GET /api/topics': { access: 'viewer', summary: 'The topics of the house', answer: wire.TopicsAnswer },
  'PUT /api/topics': {
    access: 'editor',
    summary: 'Set all topics',
    body: wire.TopicsDraft,
    answer: wire.TopicsAnswer,
  },
} as const satisfies Record<string, RouteRow>;
