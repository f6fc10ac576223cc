/** Files on their way up: a few at a time, each with its progress. At most 200 are remembered. */
import { api } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { freeName, nextToSend, uploadName, type Upload } from './upload-queue.ts';

const AT_MOST = 200;

export class Uploads {
  list = $state<Upload[]>([]);
  readonly #files = new Map<string, File>();
  readonly #ondone: () => void;

  constructor(ondone: () => void) {
    this.#ondone = ondone;
  }

  add(files: Iterable<File>, existing: readonly string[]): void {
    const taken = new Set([...existing, ...this.list.map((upload) => upload.name)]);
    for (const file of files) {
      if (this.list.length >= AT_MOST) break;
      const name = freeName(uploadName(file.name), taken);
      taken.add(name);
      this.#files.set(name, file);
      this.list.push({ name, sizeBytes: file.size, sentBytes: 0, state: 'waiting' });
    }
    this.#start();
  }

  clear(): void {
    this.list = this.list.filter((upload) => upload.state === 'waiting' || upload.state === 'sending');
  }

  #start(): void {
    for (const upload of nextToSend(this.list)) this.#send(upload);
  }

  #send(upload: Upload): void {
    const file = this.#files.get(upload.name);
    if (file === undefined) return;
    upload.state = 'sending';
    // XMLHttpRequest, because fetch tells nothing of a request body's progress.
    const request = new XMLHttpRequest();
    request.open('POST', api.media.uploadUrl(upload.name));
    request.setRequestHeader('content-type', file.type === '' ? 'application/octet-stream' : file.type);
    request.upload.onprogress = (event) => (upload.sentBytes = event.loaded);
    request.onload = () => this.#finish(upload, request.status < 300 ? undefined : reasonOf(request));
    request.onerror = () => this.#finish(upload, m.media_refused_lost());
    request.send(file);
  }

  #finish(upload: Upload, reason: string | undefined): void {
    this.#files.delete(upload.name);
    upload.state = reason === undefined ? 'done' : 'refused';
    if (reason !== undefined) upload.reason = reason;
    else upload.sentBytes = upload.sizeBytes;
    this.#ondone();
    this.#start();
  }
}

function reasonOf(request: XMLHttpRequest): string {
  if (request.status === 415 || request.status === 422 || request.status === 400) return m.media_refused_type();
  if (request.status === 507) return m.error_full();
  if (request.status === 403) return m.error_forbidden();
  return m.media_refused_lost();
}
