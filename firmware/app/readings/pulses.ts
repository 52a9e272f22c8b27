import type { Storage } from "../../engine/engine";
import type { Sensor } from "../../sensors/sensor";
import { note } from "../diagnostics";
import type { Node } from "../node";
import { openRecord, saveRecord } from "../kept/record";
import { oweTo } from "./owed";
import type { Channel } from "./telemetry";

/** What a pulse counter counted, in two parts that stay small. */
export interface Count {
  count: number;
  carried: number;
}

/**
 * Samples one value of a pulse counter on its period. Unlike other sensors it may have nothing to tell yet without a fault:
 * there is no rate before the second pulse.
 */
export function startPulseValue(channel: Channel, periodMs: number, sensor: Sensor): void {
  const sample = (): void => channel.take(channel, sensor.sample());
  channel.node.samplers.push(sample);
  oweTo(channel.node, channel, sample);
  channel.node.engine.clock.every(periodMs, sample);
}

/** @param onLost Calls what it is given after edges were lost; how many is not known. */
export function reportLostPulses(node: Node, onLost: (lost: () => void) => void): void {
  onLost(() => {
    node.diagnostics.missing++;
    note(node.diagnostics, "pulses lost", "");
  });
}

/**
 * Has a count outlive a reboot: it goes on from where it was saved last. To be called before anything reads the count. What was
 * counted after the last saving is lost with the power.
 * @param name of the record: at most 27 characters
 * @param everyMs How often it is saved, where it changed: flash memory wears.
 */
export function keepCount(node: Node, storage: Storage, name: string, id: string, count: Count, everyMs: number): void {
  let saved = "";
  const text = (): string => count.carried + " " + count.count;
  const record = openRecord(storage, name, (loaded) => {
    const at = loaded.indexOf(" ");
    count.carried = parseInt(loaded);
    count.count = parseInt(loaded.substring(at + 1));
  });
  saved = text();
  node.engine.clock.every(everyMs, () => {
    const now = text();
    if (now !== saved) {
      if (saveRecord(record, now)) {
        saved = now;
      } else {
        note(node.diagnostics, "total not stored", id);
      }
    }
  });
}
