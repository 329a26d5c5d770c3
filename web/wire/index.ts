// SPDX-License-Identifier: MIT

export { type Conversation, type Gap, isLoud, type Row } from "./conversation.ts";
export { asJson, asText } from "./export.ts";
export { type Filter, type Line, linesOf } from "./filter.ts";
export { argumentsText, hexLines, lineOf } from "./lines.ts";
export { type Field, headersOf, type PacketWords, packetText } from "./packet_text.ts";
export type { Partners } from "./partners.ts";
export { asPcapng } from "./pcapng.ts";
export { type PacketRow, type Source, Wire } from "./wire.ts";
