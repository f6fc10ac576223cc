/**
 * Makes finding in a document immediate where the browser can mark text by itself; and offers to print. Without this
 * file, or in an older browser, the form asks the server and the browser's own menu prints.
 */
const form = document.querySelector('[data-find]');
const field = form?.querySelector('input');
const found = form?.querySelector<HTMLElement>('[data-found]');
const text = document.querySelector<HTMLElement>('[data-text]');
const print = document.querySelector<HTMLElement>('[data-print]');

if (print) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}
if (form && field && found && text && 'highlights' in CSS) findAsTyped(form, field, found, text);

function findAsTyped(form: Element, field: HTMLInputElement, found: HTMLElement, text: HTMLElement): void {
  const words = form.getAttribute('data-words') ?? '{count}';
  let ranges: Range[] = [];
  let next = 0;
  field.addEventListener('input', () => {
    ranges = rangesOf(text, field.value);
    next = 0;
    CSS.highlights.set('found', new Highlight(...ranges));
    found.textContent = field.value.trim() === '' ? '' : words.replace('{count}', String(ranges.length));
  });
  // The way to the next place; with nothing marked here, the server looks in the whole document.
  form.addEventListener('submit', (event) => {
    const range = ranges[next % Math.max(1, ranges.length)];
    if (!range) return;
    event.preventDefault();
    range.startContainer.parentElement?.scrollIntoView({ block: 'center' });
    next += 1;
  });
}

const fold = (letter: string) => letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace('’', "'");

function rangesOf(root: Node, query: string): Range[] {
  const wanted = Array.from(query.trim().slice(0, 80), fold).join('');
  if (wanted === '') return [];
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let folded = '';
    const from: number[] = [];
    let at = 0;
    for (const letter of node.nodeValue ?? '') {
      const plain = fold(letter);
      for (let index = 0; index < plain.length; index += 1) from.push(at);
      folded += plain;
      at += letter.length;
    }
    for (let hit = folded.indexOf(wanted); hit >= 0; hit = folded.indexOf(wanted, hit + wanted.length)) {
      const range = document.createRange();
      range.setStart(node, from[hit] ?? 0);
      range.setEnd(node, from[hit + wanted.length] ?? at);
      ranges.push(range);
    }
  }
  return ranges;
}
