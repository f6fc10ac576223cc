/**
 * Choosing one's own words by writing them, the phone's own share sheet, with the photos where it takes files, and copying in one tap, where the browser has them.
 * Without this file one copies by hand; on plain http there is no sheet, and copying goes the old way.
 */
const sheet = document.querySelector<HTMLElement>('[data-sheet]');
const open = document.querySelector<HTMLElement>('[data-open-sheet]');
const copy = document.querySelector<HTMLElement>('[data-copy]');
const whole = document.querySelector<HTMLTextAreaElement>('[data-whole]');
const own = document.querySelector<HTMLTextAreaElement>('[data-own]');
const sure = document.querySelector<HTMLInputElement>('[data-sure]');
/** The sheet opens only in the moment of the tap: what goes along is fetched before it. */
let files: File[] = [];

if (own && sure) {
  // What is written is what is chosen, so nothing needs to be asked.
  sure.value = '1';
  own.addEventListener('input', () => {
    const choice = document.querySelector<HTMLInputElement>('[name="chosen"][value="own"]');
    if (choice && own.value.trim() !== '') choice.checked = true;
  });
}
if ('share' in navigator) {
  if (sheet) sheet.hidden = false;
  if (open) {
    open.hidden = false;
    open.addEventListener('click', () => void handOver(open.dataset));
    void takeAlong();
  }
}
if (copy && whole) {
  copy.hidden = false;
  copy.addEventListener('click', () => void copied(copy, whole));
}

/** All photos or none; without them the text goes alone, and they can still be saved. */
async function takeAlong(): Promise<void> {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('[data-photo]')];
  if (links.length === 0 || !('canShare' in navigator)) return;
  const got = await Promise.all(links.map(fileOf)).catch(() => []);
  if (got.length === 0 || !navigator.canShare({ files: got })) return;
  files = got;
  for (const said of document.querySelectorAll<HTMLElement>('[data-along]')) said.hidden = false;
}

async function fileOf({ href, download, dataset }: HTMLAnchorElement): Promise<File> {
  const answer = await fetch(href, { signal: AbortSignal.timeout(20_000) });
  if (!answer.ok) throw new Error(`the photo answered ${answer.status}`);
  return new File([await answer.blob()], download, { type: dataset['photo'] ?? '' });
}

async function handOver({ title, text, url }: DOMStringMap): Promise<void> {
  const along = files.length === 0 ? {} : { files };
  // Who thinks better of it closes the sheet: that is no fault.
  await navigator
    .share({ title: title ?? '', text: text ?? '', ...(url ? { url } : {}), ...along })
    .catch(() => undefined);
}

async function copied(button: HTMLElement, field: HTMLTextAreaElement): Promise<void> {
  field.select();
  const isDone =
    'clipboard' in navigator
      ? await navigator.clipboard.writeText(field.value).then(
          () => true,
          () => document.execCommand('copy'),
        )
      : document.execCommand('copy');
  if (isDone) button.textContent = button.dataset['done'] ?? '';
}
