/** What each request carries besides itself: Node's own objects where there are any, and who is asking. */
import type { HttpBindings } from '@hono/node-server';
import type { DocumentOf } from './storage/collections.ts';

/** Set by callers in the same process alone: nothing that comes over a socket can carry it. */
export type InProcess = {
  /** The address on whose behalf the call is made; absent: that of the socket. */
  address?: string;
  /** Whether the browser behind it came by https. */
  secure?: boolean;
  /** The screen that is looked at; the one who looks has been let in already. */
  previewOf?: string;
};

/** Who asks. A screen opens the player's routes alone, a person the panel's. */
export type Caller =
  | { kind: 'nobody' }
  | { kind: 'person'; user: DocumentOf<'users'>; sessionId: string }
  | { kind: 'screen'; screen: DocumentOf<'screens'>; tokenHash: string }
  /** A person who looks at what a screen shows: reads like it, and leaves no trace. */
  | { kind: 'preview'; screen: DocumentOf<'screens'> };

export type ApiEnv = {
  /** Absent in tests, which call the app without a socket. */
  Bindings: Partial<HttpBindings> & { inProcess?: InProcess };
  Variables: { requestId: string; address: string; secure: boolean; caller: Caller };
};
