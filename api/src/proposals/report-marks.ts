/**
 * Marks of devices that report: given out by the server on the page of the report, for one story, and signed, so that
 * none is kept and any process of the house knows those of the others. A made-up mark, one of another story, and one
 * that comes back faster than anybody chooses a reason are no marks: they count as those who keep none, all together.
 */
import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { sameText, type Random } from '../secrets.ts';
import { createBuckets } from '../threads/buckets.ts';

/** Nobody reads the page, chooses and sends in less. */
export const MARK_RIPENS_MS = 3_000;
/** As long as a post is on screens at most; the page says so. */
const LIVES_MS = 90 * 24 * 3600_000;
/**
 * Marks of one address that count within an hour, whatever they report: twice what hides a story at once, then one in
 * ten minutes. An office of one mind hides what hurts it; a script on one machine does not sweep the walls.
 */
export const MARKS_AT_ONCE = 6;
const SPENT = { burst: MARKS_AT_ONCE, perSecond: 6 / 3600 };

export function createReportMarks(deps: { clock: Clock; random: Random; key: () => Uint8Array }) {
  const { clock, random } = deps;
  const spent = createBuckets(clock, SPENT);
  const signed = (storyId: string, body: string) =>
    createHmac('sha256', deps.key()).update(`report ${storyId} ${body}`).digest('base64url').slice(0, 32);

  function holds(storyId: string, mark: string): boolean {
    const at = mark.lastIndexOf('.');
    const body = mark.slice(0, Math.max(0, at));
    if (!sameText(signed(storyId, body), mark.slice(at + 1))) return false;
    const ageMs = clock.now() - Number.parseInt(body, 36);
    return ageMs >= MARK_RIPENS_MS && ageMs < LIVES_MS;
  }

  return {
    issue(storyId: string): string {
      const body = `${clock.now().toString(36)}.${Buffer.from(random(12)).toString('base64url')}`;
      return `${body}.${signed(storyId, body)}`;
    },
    /** What tells this device from others; undefined: nothing does. `by`: a blind key of its address. */
    deviceOf(storyId: string, mark: string | undefined, by: string): string | undefined {
      if (mark === undefined || !holds(storyId, mark)) return undefined;
      return spent.take(by) > 0 ? undefined : mark;
    },
  };
}
export type ReportMarks = ReturnType<typeof createReportMarks>;
