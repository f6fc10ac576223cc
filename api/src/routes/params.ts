/** Path parameters and callers in the types the handlers want. */
import type { Context } from 'hono';
import type { ApiEnv, Caller } from '../environment.ts';

type Person = Extract<Caller, { kind: 'person' }>;
type ScreenCaller = Extract<Caller, { kind: 'screen' | 'preview' }>;

/** The person who asks. The guard let nobody else in; anything else is a fault of ours. */
export function person(c: Context<ApiEnv>): Person {
  const caller = c.get('caller');
  if (caller.kind !== 'person') throw new Error('a route for people was reached by something else');
  return caller;
}

/** The screen that asks, or that somebody looks at. */
export function screenCaller(c: Context<ApiEnv>): ScreenCaller {
  const caller = c.get('caller');
  if (caller.kind !== 'screen' && caller.kind !== 'preview') {
    throw new Error('a route for screens was reached by something else');
  }
  return caller;
}
