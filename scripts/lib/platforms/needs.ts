import type { Need } from "../kind";
import { CHIP_KEYS, CHIP_NAMES } from "./chip-names";
import { chipOf } from "./chips";
import { ENGINE_NAMES, engineFile, type Platform } from "./engine-files";

const ALL: readonly Platform[] = (["espruino", "nodemcu"] as const).flatMap((engine) =>
  CHIP_KEYS.map((chip) => ({ engine, chip })),
);

/** Every engine on each of the chips that it runs on. */
export const PLATFORMS = ALL.filter((platform) => chipOf(platform) !== undefined);

/** An engine on a chip, for people. */
export function platformName({ engine, chip }: Platform): string {
  return `${ENGINE_NAMES[engine]} on the ${CHIP_NAMES[chip]}`;
}

/** Whether an engine can do something. */
export function isMet({ by }: Need, platform: Platform): boolean {
  return typeof by === "function" ? by(platform) : by.some((part) => engineFile(platform, part) !== undefined);
}

/** What engines lack of what a kind needs, a sentence each, for people. */
export function lacking({ needs = [] }: { needs?: readonly Need[] }): string[] {
  return needs
    .filter((need) => lackingText(need) !== "")
    .map((need) => `${need.key === undefined ? "" : `\`${need.key}\`: `}${lackingText(need)}`);
}

/** @returns "" where every engine has it */
export function lackingText(need: Need): string {
  const lacking = PLATFORMS.filter((platform) => !isMet(need, platform));
  const engines = [...new Set(lacking.map(({ engine }) => engine))];
  const sentences = engines.map((engine) => {
    const chips = lacking.filter((each) => each.engine === engine).map(({ chip }) => `the ${CHIP_NAMES[chip]}`);
    const isAll = chips.length > 1 && chips.length === PLATFORMS.filter((each) => each.engine === engine).length;
    const last = chips.pop();
    const where = isAll ? "" : ` on ${chips.length === 0 ? "" : `${chips.join(", ")} and `}${last}`;
    return `${ENGINE_NAMES[engine]}${where} ${need.problem}.`;
  });
  return sentences.join(" ");
}
