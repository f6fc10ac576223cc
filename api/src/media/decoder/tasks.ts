/** What the server asks of the decoding process and what comes back: plain data, so that it crosses between processes. */
import type { FileReason } from '@palier/playlists/file-reason';
import type { MediaType, VariantUse } from '@palier/playlists/media';

/** Where to write; each output is a file there, whole and synced. */
type Into = { dir: string; prefix: string };

export type PictureTask = { kind: 'picture'; path: string; into: Into };
/** One frame of a film, as a thumbnail. */
export type PosterTask = { kind: 'poster'; path: string; into: Into };
export type VideoTask = { kind: 'video'; path: string; type: string; name: string };
/** A phone's film, packed anew without what it says of its place; at most so long. */
export type FilmTask = { kind: 'film'; path: string; type: string; name: string; into: Into; maxMs: number };
export type PdfTask = { kind: 'pdf'; path: string; into: Into };
export type TableTask = { kind: 'table'; path: string; format: 'csv' | 'xlsx' };
export type DecoderTask = PictureTask | PosterTask | VideoTask | FilmTask | PdfTask | TableTask;

/** A file that was made. */
export type MadeFile = {
  path: string;
  sha256: string;
  sizeBytes: number;
  type: MediaType;
  widthPx: number;
  heightPx: number;
};
export type MadeVariant = MadeFile & { use: VariantUse };
export type MadePicture = MadeFile & { variants: MadeVariant[] };
export type Probed = { type: MediaType; widthPx: number; heightPx: number; durationMs: number };
export type MadeFilm = MadeFile & { durationMs: number };
export type TablePreview = { rows: string[][]; rowCount: number; columnCount: number };

export type Failed = { refused: FileReason };
export type AnswerOf = {
  picture: MadePicture | Failed;
  poster: MadeVariant | Failed;
  video: Probed | Failed;
  film: MadeFilm | Failed;
  pdf: { pageCount: number } | Failed;
  table: TablePreview | Failed;
};
export type TaskKind = keyof AnswerOf;

/** From the server to the process. */
export type Ask = { id: number; task: DecoderTask };
/** From the process to the server: a page that is ready, a sign of life with what it holds in memory, or the answer. */
export type Word =
  | { id: number; page: MadePicture; number: number; of: number }
  | { id: number; answer: AnswerOf[TaskKind] }
  | { id: number; fault: string }
  | { rssBytes: number };
