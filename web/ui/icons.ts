// SPDX-License-Identifier: MIT
// Line icons on a 16-unit grid, drawn here so that nothing has to be fetched.

const paths = {
  run: '<path d="M4.5 2.8v10.4l8.6-5.2z" fill="currentColor" stroke="none"/>',
  stop: '<rect x="3.5" y="3.5" width="9" height="9" rx="1.2" fill="currentColor" stroke="none"/>',
  copy: '<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5"/>',
  done: '<path d="m3 8.5 3.2 3.2L13 4.8"/>',
  save: '<path d="M8 2.5v7.6M4.8 7.2 8 10.4l3.2-3.2M3 13.5h10"/>',
  add: '<path d="M8 3v10M3 8h10"/>',
  beside: '<rect x="2" y="3" width="12" height="10" rx="1.5"/><path d="M8 3v10"/>',
  close: '<path d="m4 4 8 8M12 4l-8 8"/>',
  settings:
    '<path d="M2.5 4.5h5M11.5 4.5h2M2.5 11.5h2M8.5 11.5h5"/><circle cx="9.5" cy="4.5" r="1.8"/><circle cx="6.5" cy="11.5" r="1.8"/>',
  light:
    '<circle cx="8" cy="8" r="2.8"/><path d="M8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M3.4 12.6l1.1-1.1M11.5 4.5l1.1-1.1"/>',
  dark: '<path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z"/>',
  system: '<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/>',
  down: '<path d="m4 6.2 4 4 4-4"/>',
  file: '<path d="M4 2.5h5L12.5 6v7.5H4z"/><path d="M9 2.5V6h3.5"/>',
  clear: '<path d="M3 13.5h10M5.2 11 2.8 8.6a1 1 0 0 1 0-1.4l4.6-4.6a1 1 0 0 1 1.4 0l3.6 3.6a1 1 0 0 1 0 1.4L9 11z"/>',
  reset: '<path d="M3.2 6.2A5.3 5.3 0 1 1 2.7 9M3 2.8v3.6h3.6"/>',
  seen: '<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z"/><circle cx="8" cy="8" r="2"/>',
  hidden:
    '<path d="M6.3 3.8A6.6 6.6 0 0 1 8 3.5c4 0 6.5 4.5 6.5 4.5a11 11 0 0 1-1.8 2.3M10.2 11.9A6.4 6.4 0 0 1 8 12.5C4 12.5 1.5 8 1.5 8a11 11 0 0 1 2.7-3M2.5 2.5l11 11"/>',
  line: '<path d="M2.5 4.2 5.3 7l-2.8 2.8M7 11.5h6.5"/>',
  more: '<circle cx="3.5" cy="8" r=".6" fill="currentColor"/><circle cx="8" cy="8" r=".6" fill="currentColor"/><circle cx="12.5" cy="8" r=".6" fill="currentColor"/>',
  compare: '<path d="M2.5 5h7M6 1.8v6.4M6.5 12.5h7"/>',
  share:
    '<circle cx="4" cy="8" r="1.8"/><circle cx="12" cy="3.8" r="1.8"/><circle cx="12" cy="12.2" r="1.8"/><path d="m5.6 7.1 4.8-2.5M5.6 8.9l4.8 2.5"/>',
  weather:
    '<path d="M4.6 11.5a2.9 2.9 0 0 1 .2-5.8 3.9 3.9 0 0 1 7.4 1.2 2.4 2.4 0 0 1-.3 4.6z"/><path d="M5.5 13.5l.4-.7M8 13.8l.4-.7M10.5 13.5l.4-.7"/>',
  warning: '<path d="M8 2.5 14.2 13H1.8zM8 6.5v3M8 11.2v.1"/>',
};

export type IconName = keyof typeof paths;

/** An icon for the eye only: its button carries the name. */
export function icon(name: IconName): SVGElement {
  const holder = document.createElement("template");
  holder.innerHTML = `<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">${paths[name]}</svg>`;
  return holder.content.firstElementChild as SVGElement;
}
