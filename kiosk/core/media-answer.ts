/** One verified file as an HTTP answer, whole or a single range. Content by address never changes. */
import type { MediaType } from '@palier/playlists/media';

export type MediaSource = {
  sha256: string;
  sizeBytes: number;
  type: MediaType | undefined;
  stream(start: number, end: number): ReadableStream<Uint8Array>;
};

export function mediaAnswer(request: Request, source: MediaSource): Response {
  const headers = new Headers({
    'content-type': source.type ?? 'application/octet-stream',
    'cache-control': 'private, max-age=31536000, immutable',
    etag: `"${source.sha256}"`,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
  });
  if (request.headers.get('if-none-match') === `"${source.sha256}"`)
    return new Response(null, { status: 304, headers });
  const range = rangeOf(request.headers.get('range'), source.sizeBytes);
  if (range === 'beyond') {
    headers.set('content-range', `bytes */${source.sizeBytes}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: source.sizeBytes };
  headers.set('content-length', String(end - start));
  if (range !== undefined) headers.set('content-range', `bytes ${start}-${end - 1}/${source.sizeBytes}`);
  const body = request.method === 'HEAD' ? null : source.stream(start, end);
  return new Response(body, { status: range === undefined ? 200 : 206, headers });
}

/** A single byte range, half-open. Several ranges or other units: as if none was asked (RFC 9110, 14.2). */
export function rangeOf(
  header: string | null,
  sizeBytes: number,
): { start: number; end: number } | 'beyond' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) return undefined;
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? 'beyond' : { start: sizeBytes - length, end: sizeBytes };
  }
  const start = Number(first);
  const end = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (start >= sizeBytes) return 'beyond';
  return end <= start ? undefined : { start, end };
}
