/**
 * `{@attach fitted(read)}`: sets `--k` on a box of definite size so that what is in it fits. When even the floor is too
 * large, what is marked `data-spare` goes, then what is marked `data-clamp` is cut. Measures again when the box changes its shape or fonts arrive.
 */
import type { Attachment } from 'svelte/attachments';
import { linesLeft, searchFit } from './text/fit.ts';

/** More lines than this no step has at the floor. */
const MOST_LINES = 8;

/** `read` names the state the text depends on, so that a change measures anew. */
export function fitted(read: () => unknown): Attachment<HTMLElement> {
  return (node) => {
    read();
    let size = '';
    const measure = () => {
      size = sizeOf(node);
      fitNow(node);
    };
    measure();
    const observer = new ResizeObserver(() => {
      if (sizeOf(node) !== size) measure();
    });
    observer.observe(node);
    let gone = false;
    if (document.fonts.status === 'loading') {
      void document.fonts.ready.then(() => {
        if (!gone) measure();
      });
    }
    return () => {
      gone = true;
      observer.disconnect();
    };
  };
}

function sizeOf(node: HTMLElement): string {
  return `${node.clientWidth} ${node.clientHeight}`;
}

function fitNow(node: HTMLElement): void {
  const text = node.querySelector<HTMLElement>('[data-clamp]');
  restore(node);
  if (dialTo(node)) return;
  // From here on a word that is longer than its line may break.
  node.dataset['clamped'] = '';
  if (dialTo(node)) return;
  const spare = node.querySelector<HTMLElement>('[data-spare]');
  if (spare !== null) {
    spare.classList.add('pl-cut');
    if (dialTo(node)) return;
  }
  if (excessOf(node) <= 1) return;
  if (text !== null) shorten(node, text);
  else shortenEach(node);
}

/** Sets the largest dial at which all fits; answers whether there is one. */
function dialTo(node: HTMLElement): boolean {
  const { k, overflows } = searchFit((dial) => {
    node.style.setProperty('--k', String(dial));
    return excessOf(node) <= 1 && node.scrollWidth <= node.clientWidth + 1;
  });
  node.style.setProperty('--k', String(k));
  return !overflows;
}

/** Cuts whole paragraphs and list items from the end, then lines of the one that is left. At most one step for each. */
function shorten(node: HTMLElement, text: HTMLElement): void {
  const blocks = [...text.querySelectorAll<HTMLElement>('p, li, h1, h2, h3')].filter(
    (block) => block.querySelector('p') === null,
  );
  for (const block of blocks.slice(1).reverse()) {
    block.classList.add('pl-cut');
    const last = blocks[blocks.indexOf(block) - 1];
    last?.classList.add('pl-more');
    if (excessOf(node) <= 1) return;
    last?.classList.remove('pl-more');
  }
  const left = blocks[0] ?? text;
  const line = Number.parseFloat(getComputedStyle(left).lineHeight);
  left.classList.add('pl-lines');
  left.style.setProperty('--lines', String(linesLeft(left.offsetHeight, excessOf(node), line)));
}

/** Texts that share the room, such as steps, all lose their last line until they fit. */
function shortenEach(node: HTMLElement): void {
  const texts = [...node.querySelectorAll<HTMLElement>('[data-clamp-each]')];
  for (let lines = MOST_LINES; lines >= 1 && excessOf(node) > 1; lines -= 1) {
    for (const text of texts) {
      text.classList.add('pl-lines');
      text.style.setProperty('--lines', String(lines));
    }
  }
}

function restore(node: HTMLElement): void {
  delete node.dataset['clamped'];
  for (const block of node.querySelectorAll<HTMLElement>('.pl-cut, .pl-more, .pl-lines')) {
    block.classList.remove('pl-cut', 'pl-more', 'pl-lines');
    block.style.removeProperty('--lines');
  }
}

/** Pixels by which the content is too high. Boxes are laid out from their top, so nothing hides above. */
function excessOf(node: HTMLElement): number {
  return node.scrollHeight - node.clientHeight;
}
