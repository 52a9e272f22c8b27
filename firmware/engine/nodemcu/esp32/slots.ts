import { createSlots } from "../program-slots";

export const slots = createSlots(".lua", (name, mode) => io.open(name, mode));
