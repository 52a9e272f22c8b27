import type { ActuatorEntry } from "../config";
import type { Storage, Timer } from "../../engine/engine";
import { ClientState } from "../../mqtt/record";
import { createPublisher } from "../../mqtt/publish";
import { elapsedMs } from "../../mqtt/elapsed";
import { send, type Node } from "../node";
import { openRecord, saveRecord, type StoredRecord } from "./record";

/**
 * What a node does that cannot boot: after so many failed boots in a row it starts Wi-Fi, MQTT and diagnostics only, so that
 * somebody can look at it and put another program on it.
 *
 * A boot has failed until the node was online for `ONLINE_MS` on end, or up for `UP_MS` (a broker that is away is no fault of
 * the node). Then the count goes back to 0, in safe mode as well: the next time the board is switched on, the whole program has
 * another chance. So it has after a command, and where the program is another one than that which failed.
 *
 * Two writes to flash memory a boot: one at its begin, one when it has not failed.
 */
const ONLINE_MS = 60_000;
const UP_MS = 300_000;
const TICK_MS = 1_000;
/** For what is on its way to the broker when a restart is asked for. */
const FAREWELL_MS = 1_000;

export interface Boots {
  record: StoredRecord;
  /** This boot included. */
  count: number;
  /** Boots in a row that failed, this one included as long as it has not stood. */
  failed: number;
  version: string;
  isSafe: boolean;
}

/**
 * Counts this boot as a failed one, before anything runs that could fail.
 * @param version Of the program, without spaces
 * @param limit Failed boots after which the next one is in safe mode
 */
export function beginBoot(storage: Storage, version: string, limit: number): Boots {
  let count = 0;
  let failed = 0;
  const record = openRecord(storage, "boots", (text) => {
    count = parseInt(text);
    // Behind the count: how many failed, and of which program.
    const rest = text.substring(text.indexOf(" ") + 1);
    if (rest.substring(rest.indexOf(" ") + 1) === version) {
      failed = parseInt(rest);
    }
  });
  const boots = { record, count: count + 1, failed: failed + 1, version, isSafe: failed >= limit };
  save(boots);
  return boots;
}

/**
 * The same of a node that sleeps: a boot that is a wake is not counted, and nothing is written. Whoever went to sleep in good order has
 * not failed (`wentToSleep`), and whoever slept because the program did not get to its end has (`wentDown`).
 */
export function beginWake(storage: Storage, version: string, limit: number, isWake: boolean): Boots {
  if (!isWake) {
    return beginBoot(storage, version, limit);
  }
  let count = 0;
  let failed = 0;
  const record = openRecord(storage, "boots", (text) => {
    count = parseInt(text);
    failed = parseInt(text.substring(text.indexOf(" ") + 1));
  });
  return { record, count, failed, version, isSafe: failed >= limit };
}

/** Of a node that sleeps: the program did not get to its end. Of a boot that is no wake that was counted when it began. */
export function wentDown(storage: Storage, isWake: boolean): void {
  openRecord(storage, "boots", (text) => {
    const failedAt = text.indexOf(" ") + 1;
    const versionAt = text.indexOf(" ", failedAt);
    if (isWake) {
      const record = openRecord(storage, "boots", () => {});
      saveRecord(
        record,
        text.substring(0, failedAt) + (parseInt(text.substring(failedAt)) + 1) + text.substring(versionAt),
      );
    }
  });
}

/** A node that sleeps has done what it had to do. */
export function wentToSleep(boots: Boots): void {
  if (boots.failed > 0) {
    boots.failed = 0;
    save(boots);
  }
}

function save(boots: Boots): boolean {
  return saveRecord(boots.record, boots.count + " " + boots.failed + " " + boots.version);
}

/**
 * What stands in the place of the actuators in safe mode: it is ON, and OFF restarts the node with its whole program. Its state, which
 * the broker keeps, is OFF from then on: should the node not come back, it is not in safe mode.
 */
export function safeModeSwitch(
  boots: Boots,
  commandTopic: string,
  stateTopic: string,
  timer: Timer,
  restart: () => void,
): ActuatorEntry {
  let isLeft = false;
  return {
    id: "safe-mode",
    commandTopic,
    stateTopic,
    actuator: {
      command: (payload) => {
        if (payload !== "OFF") {
          return false;
        }
        boots.failed = 0;
        save(boots);
        timer.after(FAREWELL_MS, restart);
        isLeft = true;
        return true;
      },
      state: () => (isLeft ? "OFF" : "ON"),
    },
  };
}

/**
 * Looks when this boot has not failed, and has the node say which mode it is in.
 * @param stateTopic topic field @param advice How to leave safe mode: for people, without quotes
 */
export function watchBoot(node: Node, boots: Boots, stateTopic: string, advice: string): void {
  const clock = node.engine.clock;
  const bootMs = clock.nowMs();
  let readyMs = bootMs;
  let connects = 0;
  let hasStood = false;
  clock.every(TICK_MS, () => {
    if (hasStood) {
      return;
    }
    const nowMs = clock.nowMs();
    if (node.client.state !== ClientState.Ready || connects !== node.diagnostics.connects) {
      connects = node.diagnostics.connects;
      readyMs = nowMs;
    }
    if (elapsedMs(nowMs, readyMs) >= ONLINE_MS || elapsedMs(nowMs, bootMs) >= UP_MS) {
      hasStood = true;
      boots.failed = 0;
      save(boots);
    }
  });
  if (boots.isSafe) {
    node.engine.chip.log("safe mode after " + (boots.failed - 1) + " failed boots: " + advice);
    node.diagnostics.fields.push(() => ',"safeMode":"' + advice + '"');
  } else {
    const publish = createPublisher(node.client, stateTopic, true);
    let isDue = false;
    const publishOff = (): void => {
      isDue = !send(node, publish, "OFF");
    };
    node.samplers.push(publishOff);
    // Owed as states are: the broker would keep the ON of before.
    node.watchers.push(() => {
      if (isDue && node.client.state === ClientState.Ready) {
        publishOff();
      }
    });
  }
}
