import type { Handlers } from "./client";
import { publish0, publish0Retained } from "./message";
import { connAck, pingResp, subAck } from "./session";

/**
 * What a client that subscribes at QoS 0 has to understand, by first byte: packet type and flags in one, since each type has
 * its flags laid down. [MQTT-2.2.2-1] A first byte that is missing here is a violation of the protocol.
 */
export const QOS0: Handlers = {
  0x20: connAck,
  0x30: publish0,
  0x31: publish0Retained,
  0x90: subAck,
  0xd0: pingResp,
};
