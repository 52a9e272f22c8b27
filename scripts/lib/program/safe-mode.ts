import type { ActuatorEntry } from "../../../firmware/app/config";
import type { Boots as SafeBoots } from "../../../firmware/app/kept/safe-mode";
import type { Boots } from "../../../firmware/app/kept/boots";
import { actuatorOf } from "../actuators/registry";
import { safeModeAdvice, safeModeTopics } from "../board/facts";
import type { ActuatorBase } from "../board/config/actuator";
import type { BoardBase } from "../board/config/node";
import { topicField, utf8 } from "../bytes";
import { DRIVING } from "../kind";
import { pinNumber } from "../platforms/pin-number";
import { firmware, later, member, variable, verbatim, type Code } from "./code";
import { engine } from "./engine";
import { Block, type Program } from "./program";
import { PROGRAM_VERSION } from "./version";

const { countBoot } = firmware<typeof import("../../../firmware/app/kept/boots")>("app/kept/boots");
const safeMode = firmware<typeof import("../../../firmware/app/kept/safe-mode")>("app/kept/safe-mode");
const { storage } = engine("storage");
const boots = variable<SafeBoots>("boots");

/** Comes first of all, so that it holds for whatever follows. */
export function watchdog({ board, first }: Program): void {
  if (board.watchdogSeconds !== undefined) first.run(engine("watchdog").enableWatchdog(board.watchdogSeconds));
}

/** Counts the boot, as one that failed until it has stood where the board has a safe mode; where anybody wants to know. */
export function bootCount({ board, before }: Program): void {
  const { safeModeAfterBoots, diagnostics } = board;
  if (safeModeAfterBoots !== undefined) {
    const counted =
      board.sleep === undefined
        ? safeMode.beginBoot(storage, PROGRAM_VERSION, safeModeAfterBoots)
        : safeMode.beginWake(storage, PROGRAM_VERSION, safeModeAfterBoots, isWake());
    before.define<SafeBoots>("boots", counted);
  } else if (diagnostics.includes("bootCount")) {
    before.define<Boots>("boots", countBoot(storage));
  }
}

/** Whether a boot follows a sleep. */
function isWake(): Code<boolean> {
  return verbatim`${member(engine("sleep").sleep, "wokenBy")()} !== ""`;
}

/** What a node that sleeps does about its boots, where it has a safe mode: at the end of a wake, and where the program did not get to its end. */
export function sleepingBoots({ safeModeAfterBoots }: BoardBase): {
  leaving: Code<() => void>;
  wentDown: Code<() => void>;
} {
  const nothing = verbatim<() => void>`() => {}`;
  if (safeModeAfterBoots === undefined) return { leaving: nothing, wentDown: nothing };
  return { leaving: later(safeMode.wentToSleep(boots)), wentDown: later(safeMode.wentDown(storage, isWake())) };
}

/** Whether the node is in safe mode; undefined where the board has none. */
export function isSafe({ board }: Program): Code<boolean> | undefined {
  return board.safeModeAfterBoots === undefined ? undefined : member(boots, "isSafe");
}

/** What stands in the place of the actuators. */
export function safeActuators({ board }: Program): Code<ActuatorEntry>[] {
  const { commandTopic, stateTopic } = safeModeTopics(board);
  const { timer } = engine("clock");
  const { restart } = engine("restart");
  return [safeMode.safeModeSwitch(boots, topicField(commandTopic), topicField(stateTopic), timer, restart)];
}

/** What is done in place of the node as a whole: the pins of its actuators are driven to their off level. */
export function offLevels({ board }: Program): Block {
  const block = new Block();
  const write = member(engine("pins").digitalOutputs, "write");
  for (const actuator of board.actuators) {
    for (const pin of drivenPins(actuator)) block.run(write(pinNumber(pin), isActiveLow(actuator)));
  }
  return block;
}

function drivenPins(actuator: ActuatorBase): string[] {
  const duties = Object.entries(actuatorOf(actuator).pins ?? {});
  const values = actuator as unknown as Readonly<Record<string, string>>;
  return duties.filter(([, duty]) => duty !== undefined && DRIVING.includes(duty)).map(([key]) => values[key]);
}

function isActiveLow(actuator: ActuatorBase): boolean {
  return "activeLow" in actuator && actuator.activeLow === true;
}

/** Watches whether this boot stands, where the board has a safe mode. */
export function watchBoot({ board, after, node }: Program): void {
  if (board.safeModeAfterBoots === undefined) return;
  const { stateTopic } = safeModeTopics(board);
  after.run(safeMode.watchBoot(node, boots, topicField(stateTopic), utf8(safeModeAdvice(board))));
}
