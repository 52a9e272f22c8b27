import { createSlots } from "../program-slots";

/** Images for the chip's flash memory, into which init.lua has one put. */
export const slots = createSlots(".img", (name, mode) => file.open(name, mode));
