/** The files chosen for the next message: listed, each can be taken back, bounded in number and size before they go. */
import { shrink } from './shrink.ts';

const MAX_BYTES = 8 * 1024 ** 2;

export type ChosenFiles = { take(): File[]; clear(): void };

export function chosenFiles(form: HTMLFormElement, say: (words: string) => void): ChosenFiles {
  const input = form.querySelector<HTMLInputElement>('input[type=file]');
  const list = form.querySelector<HTMLElement>('[data-files]');
  const most = Number(form.dataset['most'] ?? 3);
  let files: File[] = [];

  function draw(): void {
    if (list === null) return;
    list.hidden = files.length === 0;
    list.replaceChildren(
      ...files.map((file) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = `${file.name} ×`;
        button.addEventListener('click', () => {
          files = files.filter((one) => one !== file);
          draw();
        });
        return button;
      }),
    );
  }

  async function add(added: readonly File[]): Promise<void> {
    for (const file of added) {
      const small = await shrink(file);
      if (small.size > MAX_BYTES) say((form.dataset['large'] ?? '').replace('{name}', file.name));
      else if (files.length >= most) say(form.dataset['many'] ?? '');
      else files = [...files, small];
    }
    draw();
  }

  input?.addEventListener('change', () => {
    const added = [...(input.files ?? [])];
    // The field itself stays empty: what goes is the list.
    input.value = '';
    say('');
    void add(added);
  });
  return {
    take: () => files,
    clear() {
      files = [];
      draw();
    },
  };
}
