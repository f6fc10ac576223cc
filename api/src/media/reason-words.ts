/** A refusal in English, for the log and for programs. The panel has words of its own. */
import type { FileReason, FileReasonCode } from '@palier/playlists/file-reason';

export const TAKEN_WORDS =
  'pictures (JPEG, PNG, WebP, AVIF, GIF), videos (MP4, WebM), PDF, Word, PowerPoint, Markdown, CSV and XLSX are taken';

type Say = (params: Record<string, string | number>) => string;

const WORDS: Record<FileReasonCode, Say> = {
  empty: () => 'it is empty',
  'too-large': (p) => `it is larger than ${p['maxMb']} MB`,
  svg: () => 'it is an SVG drawing, which may carry scripts: export it as PNG and add that',
  'unknown-kind': (p) => `its content (${p['found']}) is of no kind that is taken; ${TAKEN_WORDS}`,
  'wrong-ending': (p) => `its name says ${p['promised']} but its content is ${p['found']}: give it the right ending`,
  'no-ending': (p) => `its name must end as its content is (${p['found']}), e.g. .jpg, .png or .mp4`,
  'wrong-type': (p) => `it was sent as ${p['claimed']} but its content is ${p['found']}`,
  'other-kind': () => 'it is of another kind than the file that it would replace: add it as a new file',
  'picture-too-large': (p) => `a picture may have at most ${p['maxMb']} MB`,
  'too-many-pixels': (p) => `it has ${p['widthPx']} x ${p['heightPx']} pixels; at most 100 million are taken`,
  'animation-too-long': (p) => `its animation is too long (${p['frames']} pictures): make it an MP4 video`,
  'picture-unreadable': (p) => `it cannot be read as a picture: ${p['why']}`,
  'video-container': (p) => `screens play MP4 and WebM. Convert it: ${p['command']}`,
  'video-codec': (p) => `its picture is ${p['codec']}, which screens do not play. Convert it: ${p['command']}`,
  'sound-codec': (p) => `its sound is ${p['codec']}, which screens do not play. Convert it: ${p['command']}`,
  'video-length': () => 'it is empty or longer than 4 hours',
  'video-pixels': (p) =>
    `it has ${p['widthPx']} x ${p['heightPx']} pixels; at most ${p['most']} a side are taken. Convert it: ${p['command']}`,
  'video-no-picture': () => 'it has no picture track',
  'video-unreadable': (p) => `it cannot be read as a video: ${p['why']}. Convert it: ${p['command']}`,
  'conversion-failed': (p) => `it could not be converted: ${p['why']}`,
  'pdf-password': () => 'it is protected by a password: save it without one and add that',
  'pdf-unreadable': () => 'it cannot be read as a PDF; it may be cut short: export it again',
  'too-many-pages': (p) => `it has ${p['pages']} pages; at most ${p['most']} are taken: split it`,
  'office-missing': () =>
    'Word and PowerPoint files need LibreOffice on the server, which is not there: export it as PDF and add that',
  'office-failed': () => 'LibreOffice could not read it: export it as PDF and add that',
  'table-unreadable': (p) => `it cannot be read as a table: ${p['why']}`,
  'text-unreadable': () => 'it cannot be read as a text',
  'too-heavy': () => 'it takes more memory to decode than is given: make it smaller',
  'too-slow': () => 'it takes too long to decode: make it smaller',
  'name-unusable': () => 'its name cannot be used',
  'disk-full': () => 'the disk of the server is full',
  busy: () => 'the server is busy; try again',
  interrupted: () => 'its import was interrupted; add it again',
  fault: () => 'the server has a fault; the log has the details',
  'gone-in-use': (p) => `the file is gone, but the playlists ${p['playlists']} show it: kept`,
  'folder-missing': () => 'the assets folder does not exist',
  'folder-emptied': () => 'the assets folder is empty or gone: kept',
};

export function reasonWords(reason: FileReason): string {
  return WORDS[reason.code](reason.params);
}
