import type { DeskBoard, FaultName } from "../protocol";

/** What one thing that is typed does to faults. */
interface Change {
  fault: FaultName;
  isOn: boolean;
}

const on = (fault: FaultName): Change => ({ fault, isOn: true });
const off = (fault: FaultName): Change => ({ fault, isOn: false });

/** What is typed of what happens to boards, by its first word and the second; "" where the first is enough. */
const HAPPENINGS: Readonly<Record<string, Readonly<Record<string, readonly Change[]>>>> = {
  wifi: {
    off: [on("wifi-away")],
    on: [off("wifi-away"), off("wifi-password")],
    "wrong-password": [on("wifi-password")],
  },
  broker: {
    off: [on("broker-away")],
    on: [off("broker-away"), off("broker-silent")],
    silent: [on("broker-silent")],
    restart: [on("broker-restart")],
    forget: [on("broker-forget")],
  },
  network: {
    slow: [on("network-slow")],
    split: [on("network-split")],
    normal: [off("network-slow"), off("network-split")],
  },
  power: {
    cut: [on("power-cut")],
    on: [off("power-cut")],
    cycle: [on("power-cycle")],
    brownout: [on("brownout")],
  },
  memory: { low: [on("low-memory")], normal: [off("low-memory")] },
  "strange-messages": { "": [on("strange-messages")], off: [off("strange-messages")] },
};

/** What of it can happen to this board: by the first word, the second, and what that changes. */
export function happeningsOf({ faults }: Pick<DeskBoard, "faults">): Map<string, Map<string, Change[]>> {
  const can = ({ fault, isOn }: Change): boolean =>
    faults.some(({ name, kind }) => name === fault && (isOn || kind === "lasting"));
  const happenings = Object.entries(HAPPENINGS).map(([first, seconds]) => {
    const possible = Object.entries(seconds).map(([second, changes]) => [second, changes.filter(can)] as const);
    return [first, new Map(possible.filter(([, changes]) => changes.length > 0))] as const;
  });
  return new Map(happenings.filter(([, seconds]) => seconds.size > 0));
}

/** Whether this is a first word of what happens to some board, though perhaps not to this one. */
export function isHappening(word: string): boolean {
  return Object.hasOwn(HAPPENINGS, word);
}
