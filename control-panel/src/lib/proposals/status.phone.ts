/** Copies the address of a proposal's page; on plain http, where browsers offer no clipboard, by way of a selection. */
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    void copy(button.dataset['copy'] ?? '').then(() => {
      button.textContent = button.dataset['copied'] ?? '';
    });
  });
}

async function copy(text: string): Promise<void> {
  // Absent on plain http, whatever the types say.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (clipboard !== undefined) return clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}
