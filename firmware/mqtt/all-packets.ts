import type { Handlers } from "./record";
import {
  ACKNOWLEDGEMENT_PACKETS,
  BASIC_PACKETS,
  INBOUND_QOS1_PACKETS,
  INBOUND_QOS2_PACKETS,
  together,
  UNSUBSCRIBE_PACKETS,
} from "./packets";

/** All of MQTT 3.1.1. In a file of its own: what is put together when it is loaded cannot be left out of a bundle. */
export const ALL_PACKETS: Handlers = together([
  BASIC_PACKETS,
  INBOUND_QOS1_PACKETS,
  INBOUND_QOS2_PACKETS,
  ACKNOWLEDGEMENT_PACKETS,
  UNSUBSCRIBE_PACKETS,
]);
