/**
 * The phone's own share sheet, and copying in one tap, where the browser has them. Without this file one copies by hand;
 * on plain http there is no sheet, and copying goes the old way.
 */
const sheet = document.querySelector<HTMLElement>('[data-sheet]');
const open = document.querySelector<HTMLElement>('[data-open-sheet]');
const copy = document.querySelector<HTMLElement>('[data-copy]');
const whole = document.querySelector<HTMLTextAreaElement>('[data-whole]');

if ('share' in navigator) {
  if (sheet) sheet.hidden = false;
  if (open) {
    open.hidden = false;
    open.addEventListener('click', () => void handOver(open.dataset));
  }
}
if (copy && whole) {
  copy.hidden = false;
  copy.addEventListener('click', () => void copied(copy, whole));
}

async function handOver({ title, text, url }: DOMStringMap): Promise<void> {
  // Who thinks better of it closes the sheet: that is no fault.
  await navigator.share({ title: title ?? '', text: text ?? '', ...(url ? { url } : {}) }).catch(() => undefined);
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
