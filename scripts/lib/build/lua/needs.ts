import { CHIP_NAMES } from "../../platforms/chip-names";
import type { Board } from "../../board/config";
import { proposedPartitionBytes } from "./lfs/partition";

/** What a program needs of the NodeMCU on the chip. */
export interface NodeMcuNeeds {
  modules: readonly string[];
  /** What its image takes of the partition for LFS, for a chip that runs the program from there. */
  lfsBytes?: number;
}

/** How a build of NodeMCU for a chip is come by, from its branch to the command that writes it; behind "build". */
export function buildAdvice(chip: Board["chip"], { modules, lfsBytes }: NodeMcuNeeds): string {
  const withModules = `with the modules ${modules.join(", ")}`;
  if (chip !== "esp8266") {
    return `its branch dev-esp32${chip === "esp32" ? "" : ` for the ${CHIP_NAMES[chip]} (make IDF_TARGET=${chip})`} ${withModules}, write it with esptool, and run the command again`;
  }
  const image = lfsBytes === undefined ? "" : ` and an LFS partition of ${proposedPartitionBytes(lfsBytes) / 1024} kB`;
  return (
    `its branch release ${withModules}${image}, in the kind with floating point (nodemcu-build.com makes one, or docker ` +
    "with marcelstoer/nodemcu-build), write it with: esptool.py --port PORT write_flash -fm dio 0x0 FILE.bin, and run the " +
    "command again"
  );
}
