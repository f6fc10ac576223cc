/** The gallery: any item at any size, by address, for looking at. `vite --config player/vite.config.ts`, then gallery.html#rules-long?language=en. */
import { mount, unmount } from 'svelte';
import Gallery from './Gallery.svelte';

const target = document.getElementById('stage');
if (target !== null) {
  let gallery = mount(Gallery, { target });
  addEventListener('hashchange', () => {
    void unmount(gallery);
    gallery = mount(Gallery, { target });
  });
}
