import { RUNTIME_VERSION } from "../interpreter/layout";
import { UserError } from "../../user-error";
import type { EspruinoConsole } from "./console";

/**
 * Looks whether the program fits into the memory that this very chip has: releases differ in how much of the heap they make variables
 * of, and so do chips with Bluetooth on or off, for which the build has nominal figures only.
 * @param most The most variables that the program takes, with all buffers full
 * @throws UserError where the chip has fewer
 */
export async function checkMemory(
  console: EspruinoConsole,
  chip: string,
  most: number,
  print: (line: string) => void,
): Promise<void> {
  const total = Number(await console.evaluate("process.memory(false).total"));
  if (total < most) {
    throw new UserError(
      `${chip}: its interpreter has ${total} variables, and the program takes up to ${most} with full buffers: give the board less to ` +
        `do; or, where its Espruino is later than ${RUNTIME_VERSION}, erase the chip, and this command writes ${RUNTIME_VERSION}`,
    );
  }
  print(`its interpreter has ${total} variables; the program takes up to ${most}`);
}
