/**
 * Pointer work of the week: a slab taken by its middle or an end, or empty time drawn over. A mouse starts at once, a
 * finger after it was held for a moment (before that it scrolls). Escape lets go. It only proposes where things would be.
 */
import type { OccurrenceView } from '@palier/api/client';
import { drawn, moved, resized, sameSpan, type Span } from './span.ts';

const HOLD_MS = 320;
const SLACK_PX = 6;

type Deps = {
  columnAt: (x: number) => number;
  wallAt: (y: number) => number;
  minutesBy: (from: number, px: number) => number;
  dayAt: (column: number) => string;
  onmove: (one: OccurrenceView, to: Span, copy: boolean) => void;
  oncreate: (span: Span) => void;
};
type Mode = 'move' | 'from' | 'until' | 'draw';
type Taken = {
  mode: Mode;
  one: OccurrenceView | undefined;
  span: Span;
  x: number;
  y: number;
  id: number;
  ready: boolean;
};

export function createDrag(deps: Deps) {
  let taken: Taken | undefined;
  let hold: ReturnType<typeof setTimeout> | undefined;
  let swallow = false;
  let ghost = $state.raw<{ span: Span; copy: boolean }>();
  let one = $state.raw<OccurrenceView>();

  function begin(event: PointerEvent, mode: Mode, what: OccurrenceView | undefined, span: Span): void {
    if (event.button !== 0) return;
    swallow = false;
    const isTouch = event.pointerType === 'touch';
    taken = { mode, one: what, span, x: event.clientX, y: event.clientY, id: event.pointerId, ready: !isTouch };
    if (isTouch) hold = setTimeout(() => lift(), HOLD_MS);
  }

  function lift(): void {
    if (taken === undefined) return;
    taken.ready = true;
    one = taken.one;
    ghost = { span: taken.span, copy: false };
  }

  function end(): void {
    clearTimeout(hold);
    taken = undefined;
    ghost = undefined;
    one = undefined;
  }

  function follow(event: PointerEvent): void {
    if (taken === undefined || event.pointerId !== taken.id) return;
    const far = Math.hypot(event.clientX - taken.x, event.clientY - taken.y) > SLACK_PX;
    if (!taken.ready) return far ? end() : undefined;
    if (ghost === undefined && !far) return;
    one = taken.one;
    ghost = { span: spanAt(taken, event), copy: event.altKey };
  }

  function spanAt({ mode, span, x, y }: Taken, event: PointerEvent): Span {
    if (mode === 'draw') return drawn(span.day, deps.wallAt(y), deps.wallAt(event.clientY));
    const px = event.clientY - y;
    if (mode === 'move')
      return moved(span, deps.columnAt(event.clientX) - deps.columnAt(x), deps.minutesBy(span.from, px));
    return resized(span, mode, deps.minutesBy(mode === 'from' ? span.from : span.until, px));
  }

  function drop(event: PointerEvent): void {
    if (taken === undefined || event.pointerId !== taken.id) return;
    const [from, to] = [taken, ghost];
    end();
    if (to === undefined) return;
    swallow = true;
    if (from.one === undefined) deps.oncreate(to.span);
    else if (to.copy || !sameSpan(from.span, to.span)) deps.onmove(from.one, to.span, to.copy);
  }

  return {
    get ghost() {
      return ghost;
    },
    /** The occurrence that is in the air. */
    get one() {
      return one;
    },
    take(event: PointerEvent, what: OccurrenceView, span: Span, mode: 'move' | 'from' | 'until'): void {
      event.stopPropagation();
      begin(event, mode, what, span);
    },
    draw(event: PointerEvent): void {
      const day = deps.dayAt(deps.columnAt(event.clientX));
      begin(event, 'draw', undefined, { day, from: 0, until: 0, allDay: false });
    },
    /** Whether the click that follows a drag is to be ignored; once. */
    swallowClick(): boolean {
      const was = swallow;
      swallow = false;
      return was;
    },
    listen(target: Window): () => void {
      const key = (event: KeyboardEvent) => event.key === 'Escape' && end();
      // A finger that holds something must not scroll; only a listener that is not passive can say so.
      const still = (event: TouchEvent) => {
        if (ghost !== undefined) event.preventDefault();
      };
      target.addEventListener('pointermove', follow);
      target.addEventListener('pointerup', drop);
      target.addEventListener('pointercancel', end);
      target.addEventListener('keydown', key);
      target.addEventListener('touchmove', still, { passive: false });
      return () => {
        end();
        target.removeEventListener('pointermove', follow);
        target.removeEventListener('pointerup', drop);
        target.removeEventListener('pointercancel', end);
        target.removeEventListener('keydown', key);
        target.removeEventListener('touchmove', still);
      };
    },
  };
}
