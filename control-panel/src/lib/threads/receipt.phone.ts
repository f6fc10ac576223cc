/** Ways to keep the six words: copied, as a picture drawn here, printed. Nothing of it goes anywhere by itself. */
import './door.phone.ts';

const list = document.querySelector<HTMLElement>('[data-words]');
const keep = document.querySelector<HTMLElement>('[data-keep]');
const said = document.querySelector<HTMLElement>('[data-said]');

if (list && keep) offer(list, keep);

function offer(words: HTMLElement, box: HTMLElement): void {
  const texts = Array.from(words.children, (item) => item.textContent.trim());
  box.hidden = false;
  box.querySelector('[data-copy]')?.addEventListener('click', ({ target }) => {
    void copy(texts.join(' '), words).then((done) => done && tell(target, box.dataset['copied']));
  });
  box.querySelector('[data-picture]')?.addEventListener('click', ({ target }) => {
    void picture(texts, `${box.dataset['file'] ?? 'words'}.png`).then(() => tell(target, box.dataset['saved']));
  });
  box.querySelector('[data-print]')?.addEventListener('click', () => print());
}

function tell(button: EventTarget | null, words = ''): void {
  if (button instanceof HTMLElement) button.textContent = words;
  if (said) said.textContent = words;
}

/** On plain http there is no clipboard but by marking the words. */
async function copy(text: string, words: HTMLElement): Promise<boolean> {
  if ('clipboard' in navigator && isSecureContext) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => copyMarked(text, words),
    );
  }
  return copyMarked(text, words);
}

function copyMarked(text: string, words: HTMLElement): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'unseen';
  words.after(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}

const SIZE = { width: 1080, height: 1350, left: 120, first: 330, step: 150 };

async function picture(words: readonly string[], name: string): Promise<void> {
  await document.fonts.ready;
  const canvas = document.createElement('canvas');
  canvas.width = SIZE.width;
  canvas.height = SIZE.height;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.fillStyle = '#f7f2e8';
  pen.fillRect(0, 0, SIZE.width, SIZE.height);
  pen.fillStyle = '#0d7560';
  for (const step of [0, 1, 2]) pen.fillRect(SIZE.left + step * 32, 168 - step * 32, 32, 32 + step * 32);
  for (const [index, word] of words.entries()) {
    const y = SIZE.first + index * SIZE.step;
    pen.fillStyle = '#4a5661';
    pen.font = "400 44px 'Phone Text', sans-serif";
    pen.fillText(String(index + 1), SIZE.left, y);
    pen.fillStyle = '#16212c';
    pen.font = "700 84px 'Phone Display', sans-serif";
    pen.fillText(word, SIZE.left + 90, y);
  }
  pen.fillStyle = '#4a5661';
  pen.font = "400 44px 'Phone Text', sans-serif";
  pen.fillText(`${location.host}/t`, SIZE.left, SIZE.height - 90);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
