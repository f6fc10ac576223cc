/**
 * The one gesture: the field slides up like a stair step over what is there, and its words settle. Only transform and
 * opacity move. `onend` is called once, when the layer covers the wall; also where nothing can be animated.
 */

export const GESTURE_MS = 600;
const FADE_MS = 320;
const EASE = 'cubic-bezier(0.22, 0.8, 0.2, 1)';
/** Animations stand still in a page that nobody sees; the stage does not wait for them. */
const LONGEST_MS = GESTURE_MS + 400;

export function slideIn(layer: HTMLElement, onend: () => void): () => void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const animations = calm ? [fade(layer)] : [slide(layer), ...settle(layer)];
  return until(animations[0]?.finished, LONGEST_MS, onend, () => animations.forEach((animation) => animation.cancel()));
}

/** After the next frame has gone to the wall. */
export function afterPaint(onend: () => void): () => void {
  const painted = new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  return until(painted, 120, onend, () => undefined);
}

function slide(layer: HTMLElement): Animation {
  const from = 'translate3d(0, calc(100% + 18 * var(--stage-u)), 0)';
  return layer.animate([{ transform: from }, { transform: 'translate3d(0, 0, 0)' }], {
    duration: GESTURE_MS,
    easing: EASE,
    fill: 'backwards',
  });
}

function fade(layer: HTMLElement): Animation {
  return layer.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: 'ease-out', fill: 'backwards' });
}

function settle(layer: HTMLElement): Animation[] {
  return [...layer.querySelectorAll('[data-settle]')].map((words) =>
    words.animate(
      [
        { transform: 'translate3d(0, 6%, 0)', opacity: 0 },
        { transform: 'translate3d(0, 0, 0)', opacity: 1 },
      ],
      { duration: GESTURE_MS - 140, delay: 140, easing: EASE, fill: 'backwards' },
    ),
  );
}

/** Calls `onend` once: when `done` resolves or `longestMs` have passed. The returned function gives it up. */
function until(
  done: Promise<unknown> | undefined,
  longestMs: number,
  onend: () => void,
  cancel: () => void,
): () => void {
  let over = false;
  const end = () => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    onend();
  };
  const timer = setTimeout(end, longestMs);
  done?.then(end, () => undefined);
  return () => {
    over = true;
    clearTimeout(timer);
    cancel();
  };
}
