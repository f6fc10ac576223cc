/**
 * Makes what the library keeps of a received file: pictures and pages anew by the decoder, films as they are with a
 * frame of them, office documents by way of PDF, texts and tables as they came with a glimpse of what is in them.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileReason } from '@palier/playlists/file-reason';
import type { LibraryFile } from '@palier/playlists/library-file';
import type { Media, Variant } from '@palier/playlists/media';
import { Sha256 } from '@palier/playlists/ids';
import type { Decoder } from './decoder/pool.ts';
import type { MadeFile, MadePicture, MadeVariant } from './decoder/tasks.ts';
import type { MediaStore, Received } from './media-store.ts';
import type { Recognised } from './recognise.ts';
import { decodeText } from './text.ts';
import type { Tools } from './tools.ts';

/** Pictures are read into memory to be made anew. */
const MAX_PICTURE_BYTES = 100 * 1024 ** 2;
const MAX_TEXT_BYTES = 2 * 1024 ** 2;
const EXCERPT_CHARS = 600;
const OFFICE_MS = 180_000;
const FRAME_MS = 30_000;

type MediaShape = Pick<Media, 'sha256' | 'sizeBytes' | 'type' | 'widthPx' | 'heightPx' | 'durationMs' | 'variants'>;
type FileShape = Pick<LibraryFile, 'kind' | 'format' | 'sha256' | 'sizeBytes' | 'excerpt' | 'preview'>;
type Kept = { path: string; sha256: Sha256 };
/** What was made, and the files to keep for it. */
export type Made = { media: MediaShape; keep: Kept[] } | { file: FileShape; pages: MediaShape[]; keep: Kept[] };
export type MakeOutcome = Made | { refused: FileReason };

export type Work = {
  name: string;
  received: Received;
  signal?: AbortSignal | undefined;
  /** From 0 to 100. */
  onprogress?: ((percent: number) => void) | undefined;
};
type Place = { dir: string; prefix: string };

export function createMaker(deps: { store: MediaStore; decoder: Decoder; tools: Tools }) {
  const { store, decoder, tools } = deps;

  async function picture({ received, signal }: Work, into: Place): Promise<MakeOutcome> {
    if (received.sizeBytes > MAX_PICTURE_BYTES) {
      return { refused: { code: 'picture-too-large', params: { maxMb: MAX_PICTURE_BYTES / 1024 ** 2 } } };
    }
    const made = await decoder.run({ kind: 'picture', path: received.path, into }, { ...(signal && { signal }) });
    return 'refused' in made ? made : { media: shapeOf(made), keep: keepOf(made) };
  }

  async function video({ name, received, signal }: Work, type: string, into: Place): Promise<MakeOutcome> {
    const probed = await decoder.run({ kind: 'video', path: received.path, type, name }, { ...(signal && { signal }) });
    if ('refused' in probed) return probed;
    const { path, sha256, sizeBytes } = received;
    const poster = await frameOf(path, probed.durationMs, into);
    return {
      media: { sha256, sizeBytes, ...probed, ...(poster && { variants: [variantOf(poster)] }) },
      keep: [{ path, sha256 }, ...(poster ? [keptOf(poster)] : [])],
    };
  }

  /** A frame of a film as its thumbnail; absent where there is no ffmpeg or it finds none. */
  async function frameOf(path: string, durationMs: number, into: Place): Promise<MadeVariant | undefined> {
    if (!(await tools.has('ffmpeg'))) return undefined;
    const frame = join(into.dir, `${into.prefix}-frame.png`);
    const at = String(Math.min(1, durationMs / 2000));
    const args = ['-nostdin', '-v', 'error', '-protocol_whitelist', 'file', '-threads', '1', '-ss', at, '-i', path];
    const scale = "scale='min(960,iw)':-2";
    const ran = await tools.run({
      tool: 'ffmpeg',
      args: [...args, '-frames:v', '1', '-vf', scale, '-y', frame],
      cwd: into.dir,
      timeoutMs: FRAME_MS,
    });
    if (!ran.ok) return undefined;
    const poster = await decoder.run({ kind: 'poster', path: frame, into });
    return 'refused' in poster ? undefined : poster;
  }

  async function document(
    work: Work,
    { format }: Extract<Recognised, { kind: 'document' }>,
    into: Place,
  ): Promise<MakeOutcome> {
    const { received, signal, onprogress } = work;
    const isPdf = format === 'pdf';
    const pdf = isPdf ? received.path : await pdfOf(work, format, into);
    if (typeof pdf !== 'string') return pdf;
    const pages: MadePicture[] = [];
    const answer = await decoder.run(
      { kind: 'pdf', path: pdf, into },
      {
        ...(signal && { signal }),
        onpage: (page, number, of) => {
          pages.push(page);
          onprogress?.(isPdf ? (100 * number) / of : 40 + (60 * number) / of);
        },
      },
    );
    if ('refused' in answer) {
      const isOurs = !isPdf && answer.refused.code === 'pdf-unreadable';
      return { refused: isOurs ? { code: 'office-failed', params: {} } : answer.refused };
    }
    const { path, sha256, sizeBytes } = received;
    return {
      file: { kind: 'document', format, sha256, sizeBytes },
      pages: pages.map(shapeOf),
      keep: [{ path, sha256 }, ...pages.flatMap(keepOf)],
    };
  }

  /** An office document as PDF, by LibreOffice with a profile of its own. */
  async function pdfOf(
    { received, signal, onprogress }: Work,
    format: string,
    into: Place,
  ): Promise<string | { refused: FileReason }> {
    if (!(await tools.has('soffice'))) return { refused: { code: 'office-missing', params: {} } };
    onprogress?.(5);
    const profile = join(into.dir, `${into.prefix}-profile`);
    const source = join(into.dir, `${into.prefix}-source.${format}`);
    await store.copyOf(received.path, source);
    const ran = await tools.run({
      tool: 'soffice',
      args: [
        `-env:UserInstallation=file://${profile}`,
        '--headless',
        '--norestore',
        '--convert-to',
        'pdf',
        '--outdir',
        into.dir,
        source,
      ],
      cwd: into.dir,
      timeoutMs: OFFICE_MS,
      signal,
    });
    signal?.throwIfAborted();
    onprogress?.(40);
    const pdf = join(into.dir, `${into.prefix}-source.pdf`);
    return ran.ok && (await store.isThere(pdf)) ? pdf : { refused: { code: 'office-failed', params: {} } };
  }

  async function text({ received }: Work, format: 'md' | 'txt'): Promise<MakeOutcome> {
    const { path, sha256, sizeBytes } = received;
    if (sizeBytes > MAX_TEXT_BYTES) return { refused: { code: 'too-large', params: { maxMb: 2 } } };
    const words = decodeText(await readFile(path));
    if (words === undefined) return { refused: { code: 'text-unreadable', params: {} } };
    const excerpt = words.trim().slice(0, EXCERPT_CHARS);
    if (excerpt === '') return { refused: { code: 'empty', params: {} } };
    return { file: { kind: 'text', format, sha256, sizeBytes, excerpt }, pages: [], keep: [{ path, sha256 }] };
  }

  async function table({ received, signal }: Work, format: 'csv' | 'xlsx'): Promise<MakeOutcome> {
    const { path, sha256, sizeBytes } = received;
    const preview = await decoder.run({ kind: 'table', path, format }, { ...(signal && { signal }) });
    if ('refused' in preview) return preview;
    return { file: { kind: 'table', format, sha256, sizeBytes, preview }, pages: [], keep: [{ path, sha256 }] };
  }

  return {
    /** Whatever is left at `into` afterwards is the caller's to clear. */
    async make(work: Work, what: Recognised, into: Place): Promise<MakeOutcome> {
      switch (what.kind) {
        case 'picture':
          return await picture(work, into);
        case 'video':
          return await video(work, what.type, into);
        case 'document':
          return await document(work, what, into);
        case 'text':
          return await text(work, what.format);
        case 'table':
          return await table(work, what.format);
      }
    },
  };
}
export type Maker = ReturnType<typeof createMaker>;

function keptOf({ path, sha256 }: MadeFile): Kept {
  return { path, sha256: Sha256.parse(sha256) };
}
function keepOf(made: MadePicture): Kept[] {
  return [keptOf(made), ...made.variants.map(keptOf)];
}
function variantOf({ use, sha256, sizeBytes, type, widthPx, heightPx }: MadeVariant): Variant {
  return { use, sha256: Sha256.parse(sha256), sizeBytes, type, widthPx, heightPx };
}
function shapeOf(made: MadePicture): MediaShape {
  const { sizeBytes, type, widthPx, heightPx } = made;
  const variants = made.variants.map(variantOf);
  return { sha256: Sha256.parse(made.sha256), sizeBytes, type, widthPx, heightPx, variants };
}
