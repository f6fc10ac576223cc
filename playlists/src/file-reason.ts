/**
 * Why a file was refused: a code that does not change and what belongs in the sentence. The words are the reader's: the
 * panel has them in its languages, the log and other programs get English ones.
 */
import { z } from 'zod';

/** One code for each sentence; `params` of a reason are what the sentence names. */
export const FileReasonCode = z.enum([
  'empty',
  'too-large',
  'svg',
  'unknown-kind',
  'wrong-ending',
  'no-ending',
  'wrong-type',
  'other-kind',
  'picture-too-large',
  'too-many-pixels',
  'animation-too-long',
  'picture-unreadable',
  'video-container',
  'video-codec',
  'sound-codec',
  'video-length',
  'video-pixels',
  'video-no-picture',
  'video-unreadable',
  'conversion-failed',
  'pdf-password',
  'pdf-unreadable',
  'too-many-pages',
  'office-missing',
  'office-failed',
  'table-unreadable',
  'text-unreadable',
  'too-heavy',
  'too-slow',
  'name-unusable',
  'disk-full',
  'busy',
  'interrupted',
  'fault',
  'gone-in-use',
  'folder-missing',
  'folder-emptied',
]);
export type FileReasonCode = z.infer<typeof FileReasonCode>;

/** Why a file was refused. */
export const FileReason = z.strictObject({
  code: FileReasonCode,
  params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type FileReason = z.infer<typeof FileReason>;
