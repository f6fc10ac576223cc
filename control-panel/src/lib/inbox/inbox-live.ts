/**
 * The inbox's own push connection, open while it is unlocked and one of its pages is shown. It wakes loads up. A
 * conversation on the page is read again only while somebody is at the machine: nothing counts as read on an empty chair.
 */
import { parseInboxNews } from '@palier/api/client';
import type { InboxView } from '@palier/playlists/thread-views';
import { api, isRefusal, settle } from '#lib/api.ts';
import { retryDelayMs } from '#lib/live/wake-up.ts';

/** Nobody touched the machine for this long: the chair counts as empty. */
const EMPTY_CHAIR_MS = 120_000;
const KEEP_EVERY_MS = 60_000;
/** What moved together becomes one refresh. */
const GATHER_MS = 400;

export type InboxLiveDeps = {
  /** Reads the lists anew, and the conversation on the page as well. */
  refresh: (withThread: boolean) => void;
  /** It was locked. */
  onlock: () => void;
  onview: (view: InboxView) => void;
  onprogress: (progress: { opened: number; of: number }) => void;
  /** The conversation on the page. */
  shown: () => string | undefined;
};

export function createInboxLive(deps: InboxLiveDeps) {
  let source: EventSource | undefined;
  let retry: number | undefined;
  let gathering: number | undefined;
  let attempt = 0;
  let lastTouchMs = Date.now();
  let lastKeptMs = Date.now();
  let threadMoved = false;

  const isThere = () => document.visibilityState === 'visible' && Date.now() - lastTouchMs < EMPTY_CHAIR_MS;

  function flush(): void {
    gathering = undefined;
    const withThread = threadMoved && isThere();
    if (withThread) threadMoved = false;
    deps.refresh(withThread);
  }

  async function ask(work: () => ReturnType<typeof api.inbox.get>): Promise<void> {
    const view = await settle(work());
    if (!isRefusal(view)) {
      deps.onview(view);
      if (!view.unlocked) deps.onlock();
    } else if (view.problem.status === 423 || view.problem.status === 401) deps.onlock();
  }

  function heard(data: string): void {
    const news = parseInboxNews(data);
    if (news === undefined) return;
    if (news.locked) return deps.onlock();
    if (news.progress !== undefined) deps.onprogress(news.progress);
    const isDone = news.progress !== undefined && news.progress.opened >= news.progress.of;
    if (news.many || news.threads.some(({ id }) => id === deps.shown())) threadMoved = true;
    if (news.many || news.threads.length > 0 || isDone) gathering ??= window.setTimeout(flush, GATHER_MS);
  }

  function open(): void {
    source?.close();
    source = new EventSource(api.inbox.events.url);
    source.addEventListener('open', () => (attempt = 0));
    source.addEventListener('inbox', (event) => heard(event.data));
    source.addEventListener('error', () => {
      source?.close();
      window.clearTimeout(retry);
      retry = window.setTimeout(
        () => {
          void ask(api.inbox.get);
          open();
          deps.refresh(false);
        },
        500 + retryDelayMs(attempt++, Math.random()),
      );
    });
  }

  function touch(): void {
    lastTouchMs = Date.now();
    if (threadMoved && gathering === undefined) gathering = window.setTimeout(flush, 0);
    if (Date.now() - lastKeptMs < KEEP_EVERY_MS) return;
    lastKeptMs = Date.now();
    void ask(api.inbox.keep);
  }

  return {
    touch,
    /** Whether it is still open, asked without keeping it so. */
    check: () => ask(api.inbox.get),
    /** Opens the connection; the returned function closes it. */
    start(): () => void {
      const events = ['pointerdown', 'keydown', 'wheel', 'focus'] as const;
      for (const name of events) window.addEventListener(name, touch, { passive: true });
      open();
      return () => {
        for (const name of events) window.removeEventListener(name, touch);
        window.clearTimeout(retry);
        window.clearTimeout(gathering);
        source?.close();
      };
    },
  };
}
