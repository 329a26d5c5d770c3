// SPDX-License-Identifier: MIT

export { decodeShared, encodeShared, longestCode, type Shared, ShareError } from "./code.ts";
export { isChanged, Library } from "./library.ts";
export {
  type NameProblem,
  nameProblem,
  type Origin,
  type Project,
  programName,
  renameProblem,
  sameFiles,
  sourcesOf,
  withName,
  withoutFile,
  withText,
} from "./project.ts";
export { MemoryShelf, openShelf, type Shelf } from "./shelf.ts";
