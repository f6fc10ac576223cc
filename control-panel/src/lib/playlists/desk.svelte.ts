/** One playlist on the desk: shown as changed at once, saved at once, and every change can be taken back. */
import type { Entry, Playlist } from '@palier/playlists/playlist';
import type { PlaylistView } from '@palier/playlists/views';
import { isRefusal, settle, type Client, type Problem } from '../api.ts';
import { createSaveQueue, type SaveState } from './save-queue.ts';

type Loaded = { value: PlaylistView; etag: string };
type Deps = { playlists: Pick<Client['playlists'], 'put' | 'get'>; loaded: Loaded };

export class Desk {
  #playlist = $state.raw<Playlist>();
  save = $state<SaveState>('saved');
  problem = $state.raw<Problem>();
  /** Set when somebody else saved in between: their version. */
  theirs = $state.raw<Loaded>();
  readonly #deps: Deps;
  readonly #queue;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#queue = createSaveQueue<Playlist>({
      etag: deps.loaded.etag,
      put: (playlist, etag) => settle(deps.playlists.put(playlist, etag)),
      onstate: (state, problem) => {
        this.save = state;
        this.problem = problem;
        if (problem?.status === 412) void this.#fetchTheirs();
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
  adopt(loaded: Loaded): void {
    if (!this.#queue.idle || loaded.etag === this.#queue.etag) return;
    this.#queue.adopt(loaded.etag);
    this.#playlist = loaded.value.playlist;
  }

  takeTheirs(): void {
    if (this.theirs === undefined) return;
    this.#queue.adopt(this.theirs.etag);
    this.#playlist = this.theirs.value.playlist;
    this.theirs = undefined;
  }

  keepMine(): void {
    if (this.theirs === undefined) return;
    const { etag } = this.theirs;
    this.theirs = undefined;
    this.#queue.retry(etag);
  }

  async #fetchTheirs(): Promise<void> {
    const loaded = await settle(this.#deps.playlists.get(this.playlist.id));
    if (!isRefusal(loaded)) this.theirs = loaded;
  }
}
