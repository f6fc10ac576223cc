/** How a picture or film fills its box: cropped around the point that matters, or whole. Pure. */
import { fitFor } from './media-fit.ts';

type Focus = { x: number; y: number } | undefined;

/** `object-position` of a crop around `focus`; the middle where nobody chose. */
export function positionOf(focus: Focus): string {
  return focus === undefined ? '50% 50%' : `${focus.x}% ${focus.y}%`;
}

/** Who chose a point wants the crop, however much it takes; else a crop that takes too much gives way to the whole. */
export function cropFor(
  asked: 'cover' | 'contain',
  focus: Focus,
  boxRatio: number,
  mediaRatio: number,
): 'cover' | 'contain' {
  return asked === 'cover' && focus !== undefined ? 'cover' : fitFor(asked, boxRatio, mediaRatio);
}
