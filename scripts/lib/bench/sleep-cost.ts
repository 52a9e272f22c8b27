import { readFileSync } from "node:fs";
import type { BoardBuild } from "../build/types";
import { SECRETS_FILE } from "../program/secrets";
import { measured, type AppCost } from "./app-cost";
import type { AppRunner } from "./app-runner";
import { ANALOG } from "./apps";
import { countFromStorage } from "./callgrind";

/** Sleeps soon: what the interpreter takes to start and to end is not counted. */
const NOTHING = "setTimeout(function(){ESP32.deepSleep()},100);";

/** What a board that sleeps takes for a wake, from its program's first line until it sleeps. @param build Of a board that takes no time */
export async function perWake({ interpreter, standIns }: AppRunner, build: BoardBuild): Promise<AppCost> {
  const files = { [SECRETS_FILE]: build.secrets };
  const count = async (program: string): Promise<number> => {
    const boot0 = standIns(1, ANALOG) + BROKER_AND_SLEEP;
    const { instructions, output } = await countFromStorage(interpreter, {
      ".boot0": boot0,
      ".bootcde": program,
      ...files,
    });
    if (program !== NOTHING && !/@told online\b.*\breading\b.*\basleep\b/.test(output)) {
      throw new Error(`that was no wake as it should be: ${output.slice(-300)}`);
    }
    return instructions;
  };
  const program = readFileSync(build.bundlePath, "latin1");
  const nothing = await count(NOTHING);
  return measured("mote", async () => (await count(program)) - nothing);
}

/**
 * A script for ".boot0" that stands in for the broker, which answers each packet at once, and for deep sleep, which ends the interpreter.
 * It tells what it was told in between. No socket is open: the interpreter sleeps while nothing is due.
 */
const BROKER_AND_SLEEP = `
(function(){
  var heard = {}, told = [];
  function later(bytes){ setTimeout(function(){ heard.data(bytes); }, 1); }
  global.ESP32 = {
    getWakeupCause: function(){ return 4; },
    deepSleep: function(){ print("@told " + told.join()); quit(); }
  };
  require("net").connect = function(options, connected){
    setTimeout(connected, 1);
    return {
      on: function(event, f){ heard[event] = f; },
      end: function(){},
      removeAllListeners: function(){},
      write: function(bytes){
        var type = bytes.charCodeAt(0) & 240, at = bytes.charCodeAt(1) < 128 ? 2 : 3;
        if (type == 16) later("\\x20\\x02\\0\\0");
        if (type == 192) later("\\xd0\\0");
        if (type == 48) {
          if (bytes.indexOf("online") > 0) told.push("online");
          if (bytes.indexOf("/soil/state") > 0) told.push("reading");
          if (bytes.indexOf("asleep") > 0) told.push("asleep");
          if (bytes.charCodeAt(0) & 2) later("\\x40\\x02" + bytes.substr(at + 2 + bytes.charCodeAt(at + 1), 2));
        }
        if (type == 224) setTimeout(heard.close, 1);
        return true;
      }
    };
  };
})();
`;
