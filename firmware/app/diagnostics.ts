import type { Chip } from "../engine/engine";
import { ClientState, type Client, PublishStatus } from "../mqtt/record";
import { createPublisher, type Publisher } from "../mqtt/publish";
import { attempt } from "./attempt";

/** What went wrong since boot, and the last thing that happened. Reported on the diagnostics topic; nothing is lost silently. */
export interface Diagnostics {
  publish: Publisher;
  /** Sessions that became ready. */
  connects: number;
  /** Readings and states that could not be sent, or waited for a connection in vain. */
  dropped: number;
  /** Commands that asked for something impossible. */
  refused: number;
  /** Commands ignored because they were retained, or on a topic nobody commands. */
  ignored: number;
  /** Times a sensor had no reading. */
  missing: number;
  /** Exceptions that no handler caught. */
  errors: number;
  /** Oversized messages of which a report has told. */
  oversized: number;
  /** Why the last connection or attempt ended; "" before the first did. */
  lost: string;
  event: string;
  /** The sensor or actuator that the event is about; "" when it is about the node. */
  id: string;
  /** What a report says besides; each gives `,"name":value`, or "". Added at boot, by what the board file asks for. */
  fields: (() => string)[];
  isDue: boolean;
}

export function createDiagnostics(client: Client, topicField: string): Diagnostics {
  return {
    publish: createPublisher(client, topicField, true),
    connects: 0,
    dropped: 0,
    refused: 0,
    ignored: 0,
    missing: 0,
    errors: 0,
    oversized: 0,
    lost: "",
    event: "boot",
    id: "",
    fields: [],
    isDue: false,
  };
}

/**
 * Notes an event for the next report. `event` and `id` are words of the firmware and of the board file: no text from
 * outside gets in, so the report needs no escaping.
 */
export function note(diagnostics: Diagnostics, event: string, id: string): void {
  diagnostics.event = event;
  diagnostics.id = id;
  diagnostics.isDue = true;
}

/** A sensor gave no reading. */
export function noteMissing(diagnostics: Diagnostics, id: string): void {
  diagnostics.missing++;
  note(diagnostics, "no reading", id);
}

/** A field of a report for a number; "" while there is none. @param key Such as `,"freeMemory":` */
export function numberField(key: string, value: number): string {
  return isNaN(value) ? "" : key + value;
}

/** Publishes the report if anything was noted; called once a second, so that a flood of faults is one report a second. */
export function report(diagnostics: Diagnostics, client: Client, chip: Chip): void {
  if (diagnostics.oversized !== client.oversized) {
    diagnostics.oversized = client.oversized;
    note(diagnostics, "oversized message skipped", "");
  }
  // A report never waits in the outbox, where it would take the place of a reading.
  if (diagnostics.isDue && client.state === ClientState.Ready) {
    publishReport(diagnostics, client, chip, 0);
  }
}

/**
 * Apart from what runs each second: an interpreter of source text reads what it passes over.
 * @param spareBytes How much room has to be left behind it
 */
export function publishReport(diagnostics: Diagnostics, client: Client, chip: Chip, spareBytes: number): void {
  let text =
    '{"event":"' +
    diagnostics.event +
    (diagnostics.id.length > 0 ? '","id":"' + diagnostics.id : "") +
    '","uptime":' +
    chip.uptimeSeconds().toFixed(0) +
    ',"connects":' +
    diagnostics.connects +
    ',"dropped":' +
    diagnostics.dropped +
    ',"refused":' +
    diagnostics.refused +
    ',"ignored":' +
    diagnostics.ignored +
    ',"missing":' +
    diagnostics.missing +
    ',"oversized":' +
    client.oversized +
    ',"errors":' +
    diagnostics.errors;
  if (diagnostics.lost.length > 0) {
    text += ',"lost":"' + diagnostics.lost + '"';
  }
  for (const field of diagnostics.fields) {
    text += field();
  }
  diagnostics.isDue =
    client.roomBytes() - text.length < spareBytes ||
    attempt(diagnostics.publish, text + "}", chip) >= PublishStatus.NotConnected;
}
