/** Sources of stories: a feed elsewhere, or what is written in the panel. What is configured, and how it is doing. */
import { z } from 'zod';
import { SourceId, TopicId } from './ids.ts';

/** A source as somebody configured it. */
export const Source = z.strictObject({
  id: SourceId,
  name: z.string().trim().min(1).max(80),
  /** `feed`: fetched from `url`. `own`: stories typed in the panel. */
  kind: z.enum(['feed', 'own']).default('feed'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .optional(),
  /** The site people know, shown beside it. */
  site: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .optional(),
  voice: z.enum(['trade', 'corporate']).default('trade'),
  topics: z.array(TopicId).max(10).default([]),
  weight: z.int().min(1).max(10).default(1),
  /** Stories of a trusted source go live at once; those of others wait for a moderator. */
  trusted: z.boolean().default(false),
  enabled: z.boolean().default(true),
});
export type Source = z.infer<typeof Source>;

/** Why a source brought nothing the last time. The panel has the words. */
export const SourceTrouble = z.enum([
  'url',
  'scheme',
  'port',
  'credentials',
  'private',
  'redirects',
  'too-large',
  'timeout',
  'status',
  'no-such-host',
  'certificate',
  'encoding',
  'unreachable',
  'busy',
  'not-a-feed',
  'html',
  'empty',
  'malformed',
  'gone',
]);
export type SourceTrouble = z.infer<typeof SourceTrouble>;

/** The most sources of a house. */
export const MAX_SOURCES = 2_000;
/** The most stories that are kept of each. */
export const MAX_STORIES_PER_SOURCE = 50;
