/** Why a file was refused, in the reader's language, by the server's code. Its own words are the last resort. */
import { FileReasonCode, type FileReason } from '@palier/playlists/file-reason';
import type { LibraryFault } from '@palier/playlists/views';
import { m } from '../paraglide/messages.js';
import { textFaultWords } from './text-fault-words.ts';

type Params = FileReason['params'];
type Say = (params: Params) => string;
const of = (params: Params, name: string) => params[name] ?? '?';

const WORDS: Record<FileReasonCode, Say> = {
  empty: () => m.library_reason_empty(),
  'too-large': (p) => m.library_reason_too_large({ maxMb: of(p, 'maxMb') }),
  svg: () => m.library_reason_svg(),
  'unknown-kind': (p) => m.library_reason_unknown_kind({ found: of(p, 'found') }),
  'wrong-ending': (p) => m.library_reason_wrong_ending({ promised: of(p, 'promised'), found: of(p, 'found') }),
  'no-ending': (p) => m.library_reason_no_ending({ found: of(p, 'found') }),
  'wrong-type': (p) => m.library_reason_wrong_type({ claimed: of(p, 'claimed'), found: of(p, 'found') }),
  'other-kind': () => m.library_reason_other_kind(),
  'picture-too-large': (p) => m.library_reason_picture_too_large({ maxMb: of(p, 'maxMb') }),
  'too-many-pixels': (p) =>
    m.library_reason_too_many_pixels({ widthPx: of(p, 'widthPx'), heightPx: of(p, 'heightPx') }),
  'animation-too-long': (p) => m.library_reason_animation({ frames: of(p, 'frames') }),
  'picture-unreadable': () => m.library_reason_picture(),
  'video-container': (p) => m.library_reason_container({ command: of(p, 'command') }),
  'video-codec': (p) => m.library_reason_codec({ codec: of(p, 'codec'), command: of(p, 'command') }),
  'sound-codec': (p) => m.library_reason_codec({ codec: of(p, 'codec'), command: of(p, 'command') }),
  'video-length': () => m.library_reason_length(),
  'video-pixels': (p) =>
    m.library_reason_video_pixels({
      widthPx: of(p, 'widthPx'),
      heightPx: of(p, 'heightPx'),
      most: of(p, 'most'),
      command: of(p, 'command'),
    }),
  'video-no-picture': () => m.library_reason_no_picture(),
  'video-unreadable': (p) => m.library_reason_video({ command: of(p, 'command') }),
  'conversion-failed': (p) => m.library_reason_conversion({ why: of(p, 'why') }),
  'pdf-password': () => m.library_reason_password(),
  'pdf-unreadable': () => m.library_reason_pdf(),
  'too-many-pages': (p) => m.library_reason_pages({ pages: of(p, 'pages'), most: of(p, 'most') }),
  'office-missing': () => m.library_reason_office_missing(),
  'office-failed': () => m.library_reason_office(),
  'table-unreadable': () => m.library_reason_table(),
  'text-unreadable': () => m.library_reason_text(),
  'too-heavy': () => m.library_reason_heavy(),
  'too-slow': () => m.library_reason_heavy(),
  'name-unusable': () => m.library_reason_name(),
  'disk-full': () => m.error_full(),
  busy: () => m.library_reason_busy(),
  interrupted: () => m.library_reason_interrupted(),
  fault: () => m.library_reason_fault(),
  'gone-in-use': (p) => m.library_reason_gone({ playlists: of(p, 'playlists') }),
  'folder-missing': () => m.library_reason_folder_missing(),
  'folder-emptied': () => m.library_reason_folder_emptied(),
};

export function reasonWords({ code, params }: FileReason): string {
  return WORDS[code](params);
}

/** A refused file of the watched folder, or of the folder of playlists. */
export function faultWords(fault: LibraryFault): string {
  const code = FileReasonCode.safeParse(fault.code);
  if (code.success) return reasonWords({ code: code.data, params: fault.params ?? {} });
  return textFaultWords(fault.code, fault.params ?? {}) ?? fault.reason;
}
