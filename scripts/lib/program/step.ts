import type { Channel as ChannelOnChip } from "../../../firmware/app/readings/telemetry";
import type { Sensor } from "../../../firmware/sensors/sensor";
import type { Code } from "./code";

/**
 * Puts something into the way of a value, in front of what is there already.
 * @param sensor Names the driver; left out where there is none for one value
 */
export type Step = (way: Code<ChannelOnChip>, sensor?: () => Code<Sensor>) => void;
