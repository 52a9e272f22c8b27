import type { OversizedMessages } from "./record";

/** Skips messages that are larger than the receive capacity, and looks at nothing of them: enough where all arrive at QoS 0. */
export const SKIP_OVERSIZED: OversizedMessages = {
  begin: () => {},
  go: (client, data, at) => Math.min(client.oversizedBytes, data.length - at),
};
