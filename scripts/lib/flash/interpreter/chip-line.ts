import type { SerialLine } from "../../serial/line";

/** What speaking to a boot loader takes of a line to a chip. */
export type ChipLine = Omit<SerialLine, "close">;
