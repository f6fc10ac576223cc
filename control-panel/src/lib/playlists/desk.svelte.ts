/**
 * One playlist on the desk: shown as changed at once, saved at once as a draft that no screen shows, and every change can
 * be taken back. Publishing is one act of its own, now or at a time; or, where the reader chose so, each change is
 * published as soon as it is saved.
 */
import type { Finding } from '@palier/playlists/check';
import type { PlaylistDraftView } from '@palier/playlists/draft';
import type { Entry, Playlist } from '@palier/playlists/playlist';
import type { PlaylistView } from '@palier/playlists/views';
import { isRefusal, settle, type Client, type Problem } from '../api.ts';
import { createSaveQueue, takeNews, type SaveState } from './save-queue.ts';

export type Loaded = { value: PlaylistView; etag: string };
export type LoadedDraft = { value: PlaylistDraftView; etag: string };
/** As the server has it: the draft, or what is published where there is none. */
type Stored = { draft: PlaylistDraftView | undefined; playlist: Playlist; etag: string };
/** What somebody else saved in between. */
export type Theirs = Stored & { by: string | undefined; at: string | undefined };
export type Publishing = { at?: string; accept?: string[]; over?: string };
export type PublishOutcome = { done: true; planned: boolean } | { problem: Problem; findings: Finding[] | undefined };
type Deps = {
  playlists: Pick<Client['playlists'], 'get'>;
  drafts: Pick<Client['drafts']['playlists'], 'get' | 'put' | 'discard' | 'publish' | 'cancelPlan'>;
  loaded: Loaded;
  draft: LoadedDraft | undefined;
  /** Whether each change is published as soon as it is saved. */
  live: () => boolean;
  /** What stood in the way of publishing by itself. */
  onheld: (outcome: PublishOutcome) => void;
};

export class Desk {
  #playlist = $state.raw<Playlist>();
  save = $state<SaveState>('saved');
  problem = $state.raw<Problem>();
  /** Set when somebody else saved in between: their version. */
  theirs = $state.raw<Theirs>();
  draft = $state.raw<PlaylistDraftView>();
  readonly #deps: Deps;
  readonly #queue;
  /** Whether what is saved last was saved from here: what others save is not ours to publish. */
  #isOurs = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.draft = deps.draft?.value;
    this.#playlist = deps.draft?.value.playlist;
    this.#queue = createSaveQueue<Playlist>({
      etag: deps.draft?.etag ?? deps.loaded.etag,
      put: async (playlist, etag) => {
        const outcome = await settle(deps.drafts.put(playlist, etag));
        if (isRefusal(outcome)) return outcome;
        this.draft = outcome.etag === outcome.value.publishedEtag ? undefined : outcome.value;
        this.#isOurs = true;
        return outcome;
      },
      onstate: (state, problem) => {
        this.save = state;
        this.problem = problem;
        if (problem?.status === 412) void this.#fetchTheirs();
        if (state === 'saved' && this.#isOurs && deps.live() && this.draft !== undefined) void this.#publishByItself();
      },
    });
  }

  get playlist(): Playlist {
    return this.#playlist ?? this.#deps.loaded.value.playlist;
  }

  /** Shows and saves `next`; what comes back takes the change back. */
  change(next: Partial<Pick<Playlist, 'name' | 'entries'>>): () => void {
    const before = this.playlist;
    this.#playlist = { ...before, ...next };
    this.#queue.change(this.playlist);
    return () => this.change({ name: before.name, entries: before.entries });
  }

  changeEntries(entries: Entry[]): () => void {
    return this.change({ entries });
  }

  retry(): void {
    this.#queue.retry();
  }

  /** A newer version from the server: taken only when nothing of ours waits. */
  adopt(loaded: Loaded, draft: LoadedDraft | undefined): void {
    const newest = draft ?? loaded;
    const before = this.draft;
    void takeNews<Stored>({
      queue: this.#queue,
      news: { draft: draft?.value, playlist: newest.value.playlist, etag: newest.etag },
      isIdle: () => this.#queue.idle && this.draft === before,
      ask: () => this.#fetch(),
      take: (news) => {
        this.draft = news.draft;
        if (news.etag !== this.#queue.etag) this.#take(news);
      },
    });
  }

  takeTheirs(): void {
    if (this.theirs === undefined) return;
    this.#take(this.theirs);
    this.theirs = undefined;
  }

  #take({ draft, playlist, etag }: Stored): void {
    this.draft = draft;
    this.#isOurs = false;
    this.#queue.adopt(etag);
    this.#playlist = playlist;
  }

  keepMine(): void {
    if (this.theirs === undefined) return;
    const { etag } = this.theirs;
    this.theirs = undefined;
    this.#queue.retry(etag);
  }

  /** Publishes the draft as it is saved, now or at `at`. */
  async publish(asked: Publishing): Promise<PublishOutcome> {
    if (!(await this.#queue.settled())) return { problem: this.problem ?? UNSAVED, findings: undefined };
    const outcome = await settle(this.#deps.drafts.publish(this.playlist.id, this.#queue.etag, asked));
    if (isRefusal(outcome)) return { problem: outcome.problem, findings: findingsIn(outcome.problem) };
    const planned = asked.at !== undefined;
    this.draft = planned ? outcome.value : undefined;
    return { done: true, planned };
  }

  async cancelPlan(): Promise<Problem | undefined> {
    const outcome = await settle(this.#deps.drafts.cancelPlan(this.playlist.id));
    if (isRefusal(outcome)) return outcome.problem;
    this.draft = outcome.value;
    return undefined;
  }

  /** Back to what is published; what comes back brings the draft again. */
  async discard(): Promise<Problem | (() => void)> {
    await this.#queue.settled();
    const before = this.playlist;
    const outcome = await settle(this.#deps.drafts.discard(before.id));
    if (isRefusal(outcome)) return outcome.problem;
    const published = await settle(this.#deps.playlists.get(before.id));
    if (isRefusal(published)) return published.problem;
    this.#take({ draft: undefined, playlist: published.value.playlist, etag: published.etag });
    return () => void this.change({ name: before.name, entries: before.entries });
  }

  async #publishByItself(): Promise<void> {
    const outcome = await this.publish({});
    if (!('done' in outcome)) this.#deps.onheld(outcome);
  }

  async #fetchTheirs(): Promise<void> {
    this.theirs = (await this.#fetch()) ?? this.theirs;
  }

  async #fetch(): Promise<Theirs | undefined> {
    const { id } = this.playlist;
    const draft = await settle(this.#deps.drafts.get(id));
    if (isRefusal(draft) && draft.problem.status !== 404) return undefined;
    const found = isRefusal(draft) ? await settle(this.#deps.playlists.get(id)) : draft;
    if (isRefusal(found)) return undefined;
    const { playlist, updatedBy: by, updatedAt: at } = found.value;
    return { draft: isRefusal(draft) ? undefined : draft.value, playlist, etag: found.etag, by, at };
  }
}

const UNSAVED: Problem = { type: 'about:blank', title: '', status: 0 };

function findingsIn(problem: Problem): Finding[] | undefined {
  const findings = problem['findings'];
  return problem.type.endsWith('#checks-refuse') && Array.isArray(findings) ? (findings as Finding[]) : undefined;
}
