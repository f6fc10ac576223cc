/** The worker's side of reading feeds: one feed, one answer, in turn. */
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { readFeed } from './read-feed.ts';

const Asked = z.object({
  bytes: z.instanceof(Uint8Array),
  charset: z.string().optional(),
  url: z.string(),
  nowMs: z.number(),
});

parentPort?.on('message', (message: unknown) => parentPort?.postMessage(readFeed(Asked.parse(message))));
