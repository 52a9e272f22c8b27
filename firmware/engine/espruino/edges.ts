import type { EdgeInputs } from "../engine";
import { watch } from "./watch";

export const edgeInputs: EdgeInputs = {
  watch: (pin, pull, edge, changed) => watch(pin, pull, edge, 0, changed),
};
