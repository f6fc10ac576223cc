/** The gallery: any item at any size, by address, for looking at. `vite --config player/vite.config.ts`, then gallery.html#rules-long?language=en. */
import { mount } from 'svelte';
import Gallery from './Gallery.svelte';

const target = document.getElementById('stage');
if (target !== null) mount(Gallery, { target });
addEventListener('hashchange', () => location.reload());
