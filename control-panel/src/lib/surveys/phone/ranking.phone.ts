/** Ranking by taps: the first thing tapped is first. The selects stay the fields that are sent; they are only hidden. */

/** Answers how to draw it anew, after its fields were filled in from elsewhere. */
export function rankByTaps(list: HTMLElement): () => void {
  const rows = [...list.querySelectorAll<HTMLElement>('[data-rank]')].flatMap((button) => {
    const field = document.getElementById(button.dataset['rank'] ?? '');
    return field instanceof HTMLSelectElement ? [{ button, field }] : [];
  });
  const clear = list.querySelector<HTMLElement>('[data-clear]');
  const placed = () => rows.filter(({ field }) => field.value !== '').length;

  function draw(): void {
    for (const { button, field } of rows) {
      button.setAttribute('aria-pressed', String(field.value !== ''));
      const place = button.querySelector('[data-place]');
      if (place) place.textContent = field.value;
    }
    if (clear) clear.hidden = placed() === 0;
  }
  function changed(): void {
    draw();
    list.dispatchEvent(new Event('input', { bubbles: true }));
  }

  for (const { button, field } of rows) {
    button.hidden = false;
    const row = field.parentElement;
    if (row) row.hidden = true;
    button.addEventListener('click', () => {
      if (field.value === '') field.value = String(placed() + 1);
      else
        take(
          rows.map((one) => one.field),
          field,
        );
      // What is left over has one place left.
      const rest = rows.filter((one) => one.field.value === '');
      if (rest.length === 1 && rest[0] && placed() > 0 && rest[0].field !== field)
        rest[0].field.value = String(rows.length);
      changed();
    });
  }
  clear?.addEventListener('click', () => {
    for (const { field } of rows) field.value = '';
    changed();
  });
  return draw;
}

/** Takes one out: those behind it move up. */
function take(fields: readonly HTMLSelectElement[], taken: HTMLSelectElement): void {
  const place = Number(taken.value);
  taken.value = '';
  for (const field of fields) if (Number(field.value) > place) field.value = String(Number(field.value) - 1);
}
