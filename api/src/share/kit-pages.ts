/**
 * Marks of rendered kit pages: given out with every kit, for one story, and signed, so that none is kept and any process
 * of the house knows those of the others. A text that the same page takes again (a double tap, the back button, another
 * network) is the same taking. A made-up, old, or too often repeated mark is none: its taking is one more.
 */
import { createHmac } from 'node:crypto';
import { ShareWay } from '@palier/playlists/share';
import type { Clock } from '../clock.ts';
import { sameText, type Random } from '../secrets.ts';

/** Who comes back later takes the text anew. */
export const PAGE_LIVES_MS = 2 * 3600_000;
/** A page takes a text once by each way and is then passed around: more is one more. */
export const TAKES_OF_A_PAGE = ShareWay.options.length;
/** The taking noted longest ago is forgotten: then the same page's next one is one more. */
const MAX_TAKINGS = 20_000;

type Taking = { isGiven: Promise<boolean>; left: number };

export function createKitPages(deps: { clock: Clock; random: Random; key: () => Uint8Array }) {
  const { clock, random } = deps;
  const takings = new Map<string, Taking>();
  const signed = (storyId: string, body: string) =>
    createHmac('sha256', deps.key()).update(`kit ${storyId} ${body}`).digest('base64url').slice(0, 32);

  function holds(storyId: string, mark: string): boolean {
    const at = mark.lastIndexOf('.');
    const body = mark.slice(0, Math.max(0, at));
    if (!sameText(signed(storyId, body), mark.slice(at + 1))) return false;
    const ageMs = clock.now() - Number.parseInt(body, 36);
    return ageMs >= 0 && ageMs < PAGE_LIVES_MS;
  }

  return {
    issue(storyId: string): string {
      const body = `${clock.now().toString(36)}.${Buffer.from(random(12)).toString('base64url')}`;
      return `${body}.${signed(storyId, body)}`;
    },
    /**
     * Whether the page may have the text: what `take` answers, asked once for a page and a text. Two taps at the same
     * moment wait for one answer; a refused one is asked anew. `mayRepeat`: whether its address still may.
     */
    async take(
      { storyId, mark, text }: { storyId: string; mark: string | undefined; text: number },
      take: () => Promise<boolean>,
      mayRepeat: () => boolean,
    ): Promise<boolean> {
      if (mark === undefined || !holds(storyId, mark)) return take();
      const key = `${mark} ${text}`;
      const before = takings.get(key);
      if (before !== undefined && before.left > 0 && mayRepeat()) {
        before.left -= 1;
        return before.isGiven;
      }
      const taking = { isGiven: take(), left: TAKES_OF_A_PAGE - 1 };
      takings.delete(key);
      takings.set(key, taking);
      const oldest = takings.size > MAX_TAKINGS ? takings.keys().next() : undefined;
      if (oldest?.done === false) takings.delete(oldest.value);
      const isGiven = await taking.isGiven.catch((error: unknown) => {
        takings.delete(key);
        throw error;
      });
      if (!isGiven && takings.get(key) === taking) takings.delete(key);
      return isGiven;
    },
  };
}
export type KitPages = ReturnType<typeof createKitPages>;
