/** A file of a thread goes out so that nothing in it can run, and nothing of it stays in the browser. */
import type { Context } from 'hono';
import type { ThreadAttachment } from '@palier/playlists/thread';
import type { ApiEnv } from '../environment.ts';

export function serveThreadFile(
  c: Context<ApiEnv>,
  { attachment, bytes }: { attachment: ThreadAttachment; bytes: Uint8Array },
): Response {
  const isPicture = attachment.type !== 'application/pdf';
  const ascii = attachment.name.replace(/[^\w .-]/g, '_');
  const disposition = isPicture ? 'inline' : 'attachment';
  c.header('Content-Type', attachment.type);
  c.header(
    'Content-Disposition',
    `${disposition}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(attachment.name)}`,
  );
  c.header('Content-Security-Policy', "sandbox; default-src 'none'; frame-ancestors 'none'");
  c.header('Cache-Control', 'no-store');
  c.header('Content-Length', String(bytes.length));
  return c.body(new Uint8Array(bytes));
}
