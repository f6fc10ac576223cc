/**
 * Speaks to the browser over its debugging pipe (two file descriptors that only this process holds; no port is opened)
 * to take a picture of the page. Nothing else is asked of it.
 */
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

const ANSWER_MS = 5_000;
const MAX_BUFFERED = 8 * 1024 * 1024;
/** Wide enough to read a title, small enough to keep. */
const WIDTH_PX = 960;
const QUALITY = 60;

const Message = z.looseObject({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});
const Targets = z.looseObject({
  targetInfos: z.array(z.looseObject({ targetId: z.string(), type: z.string(), url: z.string() })),
});
const Attached = z.looseObject({ sessionId: z.string() });
const Metrics = z.looseObject({
  cssVisualViewport: z.looseObject({ clientWidth: z.number(), clientHeight: z.number() }),
});
const Picture = z.looseObject({ data: z.string() });

export type Pipes = { toBrowser: Writable; fromBrowser: Readable };
type Ask = <S extends z.ZodType>(schema: S, method: string, params: object, session?: string) => Promise<z.infer<S>>;

/** A picture of the page whose address begins with `origin`. */
export async function capturePage(ask: Ask, origin: string): Promise<Uint8Array> {
  const { targetInfos } = await ask(Targets, 'Target.getTargets', {});
  const page = targetInfos.find(({ type, url }) => type === 'page' && url.startsWith(origin));
  if (page === undefined) throw new Error('the browser shows no page of the kiosk');
  const { sessionId } = await ask(Attached, 'Target.attachToTarget', { targetId: page.targetId, flatten: true });
  try {
    const { cssVisualViewport } = await ask(Metrics, 'Page.getLayoutMetrics', {}, sessionId);
    const { clientWidth: width, clientHeight: height } = cssVisualViewport;
    const scale = Math.min(1, WIDTH_PX / Math.max(width, height));
    const clip = { x: 0, y: 0, width, height, scale };
    const asked = { format: 'webp', quality: QUALITY, clip, optimizeForSpeed: true };
    const { data } = await ask(Picture, 'Page.captureScreenshot', asked, sessionId);
    return Buffer.from(data, 'base64');
  } finally {
    await ask(z.unknown(), 'Target.detachFromTarget', { sessionId }).catch(() => undefined);
  }
}

/** Asks over the pipe: messages end with a zero byte. */
export function createDevtools({ toBrowser, fromBrowser }: Pipes): Ask {
  const waiting = new Map<number, (message: z.infer<typeof Message>) => void>();
  let lastId = 0;
  let text = '';
  fromBrowser.setEncoding('utf8');
  fromBrowser.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > MAX_BUFFERED) text = '';
    for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0')) {
      const message = Message.safeParse(JSON.parse(text.slice(0, end))).data;
      text = text.slice(end + 1);
      if (message?.id !== undefined) waiting.get(message.id)?.(message);
    }
  });
  // A browser that ends breaks its pipes: the questions run into their time-outs.
  for (const pipe of [toBrowser, fromBrowser]) pipe.on('error', () => undefined);

  return (schema, method, params, sessionId) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      const id = lastId;
      const timer = setTimeout(() => end(new Error(`the browser did not answer ${method}`)), ANSWER_MS);
      const end = (error: Error) => {
        clearTimeout(timer);
        waiting.delete(id);
        reject(error);
      };
      waiting.set(id, ({ result, error }) => {
        const parsed = schema.safeParse(result);
        if (error !== undefined) return end(new Error(error.message));
        if (!parsed.success) return end(new Error(`the browser answered ${method} in unknown words`));
        clearTimeout(timer);
        waiting.delete(id);
        resolve(parsed.data);
      });
      toBrowser.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    });
}
