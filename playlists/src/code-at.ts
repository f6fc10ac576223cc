/** The password of the moment. Apart from `network.ts` so that the page on the wall carries no schema library. */

/** The code that is valid at `atMs` (epoch ms): the latest that has begun; absent before the first. Codes are oldest first. */
export function codeAt<C extends { fromMs: number }>(codes: readonly C[], atMs: number): C | undefined {
  return codes.filter((code) => code.fromMs <= atMs).at(-1);
}
