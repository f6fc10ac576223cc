/** The built page from its folder. Names are taken apart, never joined blindly: nothing outside the folder is served. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
};

/** The page may load from its own place only, and may show the web pages that items name. */
export function pagePolicy(frameAncestors: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    'frame-src http: https:',
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}

export async function pageFile(playerDir: string, path: string, policy: string): Promise<Response | undefined> {
  const parts = path.split('/').filter((part) => part !== '');
  if (!parts.every((part) => /^[\w@-][\w.@-]*$/.test(part))) return undefined;
  const name = parts.length === 0 ? 'index.html' : parts.join('/');
  const type = TYPES[name.split('.').at(-1) ?? ''];
  if (type === undefined) return undefined;
  const bytes = await readOrAbsent(join(playerDir, ...name.split('/')));
  if (bytes === undefined) return undefined;
  const isHashed = parts[0] === 'assets';
  return new Response(bytes, {
    headers: {
      'content-type': type,
      'cache-control': isHashed ? 'private, max-age=31536000, immutable' : 'no-store',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    },
  });
}

async function readOrAbsent(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'EISDIR') return undefined;
    throw error;
  }
}
