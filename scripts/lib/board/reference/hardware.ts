import { basename } from "node:path";
import { HARDWARE, HARDWARE_NAMES } from "../../platforms/hardware";
import { pinNumber } from "../../platforms/pin-number";
import { chipOn, hardwarePictureFile } from "./hardware-picture";

/** Boards whose pins can be named as printed on them, each with its picture. */
export function hardwareSections(): string[] {
  return [
    "### Pins as printed",
    'With `"hardware"` pins are named as printed on a board. Green ones are good for anything, yellow ones have a duty besides.',
    ...HARDWARE_NAMES.flatMap((name) => {
      const { title, chip, pins } = HARDWARE[name];
      const facts = chipOn(HARDWARE[name]);
      const notes = [...pins].flatMap(([printed, own]) => {
        const number = pinNumber(own);
        const reason = facts.reserved.get(number) ?? facts.delicate.get(number);
        return reason === undefined ? [] : [`- ${printed}: ${reason.replace(/; take .*$/, "")}.`];
      });
      return [
        `\`"hardware": "${name}"\`, with \`"chip": "${chip}"\`: ${title}.`,
        `![${title}: its pins as printed, and those of the chip](${basename(hardwarePictureFile(name))})`,
        notes.join("\n"),
      ];
    }),
  ];
}
