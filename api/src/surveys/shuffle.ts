/** Puts things into an order that tells nothing of the one they came in (Fisher-Yates, by unguessable bytes). */
import type { Random } from '../secrets.ts';

export function shuffleBy(random: Random): <T>(all: readonly T[]) => T[] {
  return (all) => {
    const shuffled = [...all];
    const bytes = Buffer.from(random(shuffled.length * 6));
    for (let index = shuffled.length - 1; index > 0; index -= 1) {
      // 48 bits for at most 100,000 places: the lean towards low ones is under one in a thousand million.
      const other = bytes.readUIntBE(index * 6, 6) % (index + 1);
      const [one, two] = [shuffled[index], shuffled[other]];
      if (one === undefined || two === undefined) continue;
      shuffled[index] = two;
      shuffled[other] = one;
    }
    return shuffled;
  };
}
