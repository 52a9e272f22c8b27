import { HARDWARE, type Hardware, type HardwareName } from "../platforms/hardware";
import { usedPins } from "./checks/pins";
import { at, pointer, textAt, type Draft } from "./draft";
import type { Path } from "./source";

/** Puts the chip's own pins in the places of those that are named as the board prints them, and notes what it does not bring out. */
export function resolvePrintedPins(draft: Draft): void {
  const name = textAt(draft, ["hardware"]);
  const hardware = Object.hasOwn(HARDWARE, name ?? "") ? HARDWARE[name as HardwareName] : undefined;
  const chip = textAt(draft, ["chip"]);
  // Refused as what they are: a board or a chip that does not exist.
  if (hardware === undefined) return;
  if (at(draft, ["chip"]) === undefined) {
    draft.source.error(
      ["hardware"],
      `a ${hardware.title} has a chip that is to be named too; write "chip": "${hardware.chip}"`,
    );
  }
  if (chip === undefined) return;
  if (hardware.chip !== chip) {
    draft.source.error(["hardware"], `a ${hardware.title} has another chip; write "chip": "${hardware.chip}"`);
    return;
  }
  for (const { place } of usedPins(draft)) resolve(draft, place, hardware);
}

function resolve(draft: Draft, place: Path, { title, pins }: Hardware): void {
  const printed = textAt(draft, place);
  if (printed === undefined) return;
  const pin = pins.get(printed);
  if (pin === undefined) {
    const [meant] = [...pins].find(([, own]) => own === printed) ?? [];
    const cure =
      meant === undefined
        ? `there are ${[...pins.keys()].join(", ")}`
        : `the chip's ${printed} is printed ${meant} there`;
    draft.source.error(place, `the ${title} has no pin called so; ${cure}`);
    draft.wrong.add(pointer(place));
    return;
  }
  const user = at(draft, place.slice(0, -1)) as Record<string, unknown>;
  user[String(place.at(-1))] = pin;
}
