/** The worker's side of reading feeds: one feed or list of feeds, one answer, in turn. */
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { readOpml } from './opml.ts';
import { readFeed } from './read-feed.ts';

const FeedAsked = z.object({
  bytes: z.instanceof(Uint8Array),
  charset: z.string().optional(),
  url: z.string(),
  nowMs: z.number(),
});
const Asked = z.union([FeedAsked, z.object({ opml: z.string() })]);

parentPort?.on('message', (message: unknown) => {
  const asked = Asked.parse(message);
  parentPort?.postMessage('opml' in asked ? { kind: 'list', feeds: readOpml(asked.opml) ?? [] } : readFeed(asked));
});
