import { untrack } from 'svelte';

/**
 * For `{@attach}` on a file field: hands on what is chosen and empties the field, so that the same file can be chosen
 * again. What somebody chose before the scripts had come is handed on as soon as they are there.
 */
export function chosenFiles(take: (files: File[]) => void) {
  return (field: HTMLInputElement): (() => void) => {
    const hand = () => {
      const files = [...(field.files ?? [])];
      field.value = '';
      if (files.length > 0) take(files);
    };
    field.addEventListener('change', hand);
    untrack(hand);
    return () => field.removeEventListener('change', hand);
  };
}
