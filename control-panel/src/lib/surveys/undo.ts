/** What can be taken back: earlier versions of one thing, oldest first. Typing in one field is one step. */

/** The most steps that are kept. */
export const MAX_STEPS = 100;

export type Steps<T> = { past: readonly T[]; future: readonly T[]; field: string | undefined };

export function noSteps<T>(): Steps<T> {
  return { past: [], future: [], field: undefined };
}

/** `before` is what stood there; `field` names what is typed in, so that the next letter there is the same step. */
export function stepped<T>(steps: Steps<T>, before: T, field?: string): Steps<T> {
  if (field !== undefined && field === steps.field && steps.past.length > 0) return { ...steps, future: [] };
  return { past: [...steps.past, before].slice(-MAX_STEPS), future: [], field };
}

/** One step back from `now`; undefined where there is none. */
export function stepBack<T>(steps: Steps<T>, now: T): { value: T; steps: Steps<T> } | undefined {
  const value = steps.past.at(-1);
  if (value === undefined) return undefined;
  return { value, steps: { past: steps.past.slice(0, -1), future: [now, ...steps.future], field: undefined } };
}

/** One step forward again; undefined where there is none. */
export function stepForward<T>(steps: Steps<T>, now: T): { value: T; steps: Steps<T> } | undefined {
  const [value, ...future] = steps.future;
  if (value === undefined) return undefined;
  return { value, steps: { past: [...steps.past, now], future, field: undefined } };
}
