/**
 * The process that decodes: whatever a file does to a decoder, it does here and not to the server. It is given a path
 * and a folder to write to, knows no secrets, and is killed by the server when it takes too long or too much.
 */
import { makeFilm } from './film.ts';
import { previewTable } from './table.ts';
import { makePages } from './pdf.ts';
import { makePicture, makePoster } from './picture.ts';
import type { Ask, DecoderTask, Word } from './tasks.ts';
import { probeVideo } from './video.ts';

const ALIVE_EVERY_MS = 250;

const say = (word: Word) => void process.send?.(word);

async function answerOf(id: number, task: DecoderTask) {
  switch (task.kind) {
    case 'picture':
      return await makePicture(task);
    case 'poster':
      return await makePoster(task);
    case 'video':
      return await probeVideo(task);
    case 'film':
      return await makeFilm(task);
    case 'table':
      return await previewTable(task);
    case 'pdf':
      return await makePages(task, (page, number, of) => say({ id, page, number, of }));
  }
}

process.on('message', ({ id, task }: Ask) => {
  answerOf(id, task).then(
    (answer) => say({ id, answer }),
    (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      say({ id, fault: code === 'ENOSPC' ? code : error instanceof Error ? (error.stack ?? error.message) : '' });
    },
  );
});
// The server is gone: nobody waits for the answer.
process.on('disconnect', () => process.exit(0));
setInterval(() => say({ rssBytes: process.memoryUsage.rss() }), ALIVE_EVERY_MS).unref();
