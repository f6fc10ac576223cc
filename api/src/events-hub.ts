/**
 * Push to screens and to the panel. One buffer is made for an event and written as it is to every subscriber's socket;
 * a subscriber that does not read is dropped, never buffered for. An event is a wake-up: losing one loses nothing.
 */
import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { SSE_KEEPALIVE_MS } from '@palier/playlists/events';
import type { Clock } from './clock.ts';
import type { ApiEnv } from './environment.ts';

/** What may wait unsent for one subscriber. */
const MAX_BUFFERED_BYTES = 64 * 1024;
const KEEPALIVE = Buffer.from(': keep\n\n');
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

type Subscriber = { write(bytes: Buffer): boolean; end(): void };

/** The key of those who look at a screen: they are told like it, and never make it look connected. */
export function previewKey(screenId: string): string {
  return `preview ${screenId}`;
}

/** One event as it goes over the wire. */
export function eventBytes(event: string, id: number, data: unknown): Buffer {
  return Buffer.from(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
}

export type HubOptions = { clock: Clock; maxSubscribers: number; onleave?: (key: string) => void };

/** `key` names who listens: a screen, or a session of the panel. Several may listen under one key. */
export function createEventsHub({ clock, maxSubscribers, onleave }: HubOptions) {
  const byKey = new Map<string, Set<Subscriber>>();
  let count = 0;
  let cancelKeepalive: (() => void) | undefined;

  function leave(key: string, subscriber: Subscriber): void {
    const own = byKey.get(key);
    if (own === undefined || !own.delete(subscriber)) return;
    count -= 1;
    if (own.size === 0) byKey.delete(key);
    onleave?.(key);
  }

  function join(key: string, subscriber: Subscriber): void {
    const own = byKey.get(key) ?? new Set();
    byKey.set(key, own.add(subscriber));
    count += 1;
    cancelKeepalive ??= clock.after(SSE_KEEPALIVE_MS, keepAlive);
  }

  function send(key: string, subscriber: Subscriber, bytes: Buffer): void {
    if (subscriber.write(bytes)) return;
    leave(key, subscriber);
    subscriber.end();
  }

  function keepAlive(): void {
    broadcast(KEEPALIVE);
    cancelKeepalive = count === 0 ? undefined : clock.after(SSE_KEEPALIVE_MS, keepAlive);
  }

  /** Writes `bytes` to all subscribers, or to those of `keys`. */
  function broadcast(bytes: Buffer, keys: Iterable<string> = byKey.keys()): void {
    for (const key of keys) {
      for (const subscriber of byKey.get(key) ?? []) send(key, subscriber, bytes);
    }
  }

  return {
    /** Turns the request into a stream that begins with `first`. Absent when no more can be served. */
    subscribe(c: Context<ApiEnv>, key: string, first: readonly Buffer[]): Response | undefined {
      if (count >= maxSubscribers) return undefined;
      const begin = Buffer.concat([Buffer.from('retry: 2000\n\n'), ...first]);
      const response = c.env?.outgoing;
      if (response === undefined) return streamed(begin);
      const subscriber = socketSubscriber(response);
      response.writeHead(200, { ...Object.fromEntries(c.res.headers), ...HEADERS });
      response.socket?.setNoDelay(true);
      response.socket?.setTimeout(0);
      response.on('close', () => leave(key, subscriber));
      join(key, subscriber);
      send(key, subscriber, begin);
      return RESPONSE_ALREADY_SENT;

      function streamed(bytes: Buffer): Response {
        let own: Subscriber | undefined;
        const body = new ReadableStream<Uint8Array>(
          {
            start(controller) {
              own = streamSubscriber(controller);
              join(key, own);
              send(key, own, bytes);
            },
            cancel() {
              if (own !== undefined) leave(key, own);
            },
          },
          new ByteLengthQueuingStrategy({ highWaterMark: MAX_BUFFERED_BYTES }),
        );
        return c.body(body, 200, HEADERS);
      }
    },
    broadcast,
    isConnected: (key: string) => byKey.has(key),
    keys: (): string[] => [...byKey.keys()],
    /** How many listen under `key`. */
    countOf: (key: string) => byKey.get(key)?.size ?? 0,
    /** Ends every stream; readers come back by themselves. */
    close() {
      cancelKeepalive?.();
      cancelKeepalive = undefined;
      for (const [key, own] of byKey) {
        for (const subscriber of own) {
          leave(key, subscriber);
          subscriber.end();
        }
      }
    },
    /** Ends the streams under `key`, e.g. when its token was withdrawn. */
    drop(key: string) {
      for (const subscriber of byKey.get(key) ?? []) {
        leave(key, subscriber);
        subscriber.end();
      }
    },
  };
}
export type EventsHub = ReturnType<typeof createEventsHub>;

function socketSubscriber(response: ServerResponse): Subscriber {
  return {
    write(bytes) {
      if (response.destroyed || response.writableEnded) return false;
      response.write(bytes);
      return response.writableLength <= MAX_BUFFERED_BYTES;
    },
    end() {
      // A reader that is behind is cut off at once; one that is not gets its last bytes.
      if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
      else response.end();
    },
  };
}

function streamSubscriber(controller: ReadableStreamDefaultController<Uint8Array>): Subscriber {
  let open = true;
  return {
    write(bytes) {
      if (!open || (controller.desiredSize ?? 0) <= 0) return false;
      controller.enqueue(new Uint8Array(bytes));
      return true;
    },
    end() {
      if (!open) return;
      open = false;
      controller.close();
    },
  };
}
