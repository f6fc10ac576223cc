/**
 * Files on their way up, in pieces that survive a lost connection: a few at a time, each with its progress. Kept by the
 * panel's frame, so that they go on while people look at other pages; after a reload the same file goes on where it was.
 */
import { FileReasonCode } from '@palier/playlists/file-reason';
import { getContext, setContext } from 'svelte';
import { defaultOptions, DetailedError, Upload as Tus, type PreviousUpload } from 'tus-js-client';
import { api } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { reasonWords } from './reason-words.ts';
import { isMoving, nextToSend, uploadName, type Upload } from './upload-queue.ts';

const AT_MOST = 200;
const PIECE_BYTES = 8 * 1024 ** 2;
/** About ten minutes without a connection; then it waits for a click. */
const RETRY_MS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, ...Array.from({ length: 18 }, () => 30_000)];
const KEY = Symbol('uploads');

export class Uploads {
  list = $state<Upload[]>([]);
  /** Begun before this page was loaded: their bytes are only in files that the person must choose again. */
  interrupted = $state.raw<PreviousUpload[]>([]);
  readonly #files = new Map<number, File>();
  readonly #running = new Map<number, Tus>();
  readonly #ondone: () => void;
  #next = 1;

  constructor(ondone: () => void) {
    this.#ondone = ondone;
  }

  /** Looks for what an earlier page began. */
  async look(): Promise<void> {
    const all = await defaultOptions.urlStorage.findAllUploads();
    const here = new Set(this.list.map((upload) => upload.name));
    this.interrupted = all.filter((one) => !here.has(one.metadata['name'] ?? ''));
  }

  /** Answers how many there was no room for. `replaces`: the name of the file whose place one takes. */
  add(files: Iterable<File>, options: { replaces?: string } = {}): number {
    let over = 0;
    for (const file of files) {
      if (this.list.length >= AT_MOST) {
        over += 1;
        continue;
      }
      const key = this.#next++;
      this.#files.set(key, file);
      const name = options.replaces ?? uploadName(file.name);
      this.list.push({ key, fileName: file.name, name, sizeBytes: file.size, sentBytes: 0, state: 'waiting' });
      if (options.replaces !== undefined) this.#replacing.add(key);
    }
    this.#start();
    return over;
  }
  readonly #replacing = new Set<number>();

  cancel(key: number): void {
    const upload = this.#of(key);
    if (upload === undefined) return;
    upload.state = 'cancelled';
    void this.#running
      .get(key)
      ?.abort(true)
      .catch(() => undefined);
    this.#running.delete(key);
    this.#start();
  }

  retry(key: number): void {
    const upload = this.#of(key);
    if (upload === undefined || !this.#files.has(key)) return;
    upload.state = 'waiting';
    delete upload.reason;
    this.#start();
  }

  /** Whether its bytes are still at hand, so that it can be tried again. */
  canRetry(key: number): boolean {
    return this.#files.has(key);
  }

  forget(key: number): void {
    this.list = this.list.filter((upload) => upload.key !== key);
    this.#files.delete(key);
  }

  clear(): void {
    for (const { key } of this.list.filter((one) => !isMoving([one]))) this.forget(key);
  }

  async forgetInterrupted(): Promise<void> {
    for (const { urlStorageKey } of this.interrupted) await defaultOptions.urlStorage.removeUpload(urlStorageKey);
    this.interrupted = [];
  }

  /** Whether leaving the site now would stop something. */
  get moving(): boolean {
    return isMoving(this.list);
  }

  #of(key: number): Upload | undefined {
    return this.list.find((upload) => upload.key === key);
  }

  #start(): void {
    for (const upload of nextToSend(this.list)) void this.#send(upload);
  }

  async #send(upload: Upload): Promise<void> {
    const file = this.#files.get(upload.key);
    if (file === undefined) return;
    upload.state = 'sending';
    const tus = new Tus(file, {
      endpoint: api.library.uploadsUrl,
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_MS,
      removeFingerprintOnSuccess: true,
      metadata: { name: upload.name, ...(this.#replacing.has(upload.key) ? { replaces: 'yes' } : {}) },
      onProgress: (sent) => {
        upload.sentBytes = sent;
        if (upload.state === 'retrying') upload.state = 'sending';
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        const isWorth = status === 0 || status === 409 || status === 423 || status >= 500;
        if (isWorth && status !== 507) upload.state = 'retrying';
        return isWorth && status !== 507 && upload.state === 'retrying';
      },
      onSuccess: ({ lastResponse }) => {
        const id = lastResponse.getHeader('Palier-Import');
        if (id !== undefined && id !== null) upload.importId = id;
        this.#files.delete(upload.key);
        this.#end(upload, 'sent');
      },
      onError: (error) => {
        if (upload.state === 'cancelled') return;
        upload.reason = refusalWords(error);
        this.#end(upload, 'refused');
      },
    });
    this.#running.set(upload.key, tus);
    const before = await tus.findPreviousUploads();
    const same = before.find((one) => one.metadata['name'] === upload.name);
    if (same !== undefined) {
      tus.resumeFromPreviousUpload(same);
      this.interrupted = this.interrupted.filter((one) => one.urlStorageKey !== same.urlStorageKey);
    }
    if (this.#running.has(upload.key)) tus.start();
  }

  #end(upload: Upload, state: 'sent' | 'refused'): void {
    upload.state = state;
    if (state === 'sent') upload.sentBytes = upload.sizeBytes;
    this.#running.delete(upload.key);
    this.#ondone();
    this.#start();
  }
}

function refusalWords(error: Error | DetailedError): string {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  const status = response?.getStatus() ?? 0;
  const code = FileReasonCode.safeParse(/"code":"([\w-]+)"/.exec(response?.getBody() ?? '')?.[1]);
  if (code.success) return reasonWords({ code: code.data, params: {} });
  if (status === 0) return m.media_refused_lost();
  if (status === 413) return reasonWords({ code: 'too-large', params: { maxMb: 2048 } });
  if (status === 401 || status === 403) return m.error_forbidden();
  if (status === 507) return m.error_full();
  return m.library_upload_other();
}

export const setUploads = (ondone: () => void): Uploads => setContext(KEY, new Uploads(ondone));
export const getUploads = (): Uploads => getContext<Uploads>(KEY);
