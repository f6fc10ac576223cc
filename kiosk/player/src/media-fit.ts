/** Whether a picture may be cropped to fill its box, or would lose too much and is shown whole on paper. */

/** Share of a picture that must survive a crop. */
const MIN_KEPT = 0.55;

/** `cover` as asked, unless covering a box of `boxRatio` would keep less than 55 % of a medium of `mediaRatio` (width / height). */
export function fitFor(asked: 'cover' | 'contain', boxRatio: number, mediaRatio: number): 'cover' | 'contain' {
  if (asked === 'contain' || !(boxRatio > 0) || !(mediaRatio > 0)) return asked;
  return Math.min(boxRatio / mediaRatio, mediaRatio / boxRatio) < MIN_KEPT ? 'contain' : 'cover';
}
