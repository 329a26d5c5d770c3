// SPDX-License-Identifier: MIT

/** The address of a script that Vite has built for a worker. */
declare module "*?worker&url" {
  const url: string;
  export default url;
}
