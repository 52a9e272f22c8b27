/** What Home Assistant is told of the board. */

/**
 * Has the board tell Home Assistant what it measures and drives (MQTT discovery), so that it appears there by itself; {} is
 * enough. A board file without it tells nothing and carries nothing of it.
 */
export interface HomeAssistantConfig {
  /**
   * "device": one message for the whole board, since Home Assistant 2024.11; "component": one for each value and actuator, as
   * older releases and other programs want them; false: none.
   */
  discovery: "device" | "component" | false;
  /** The discovery prefix set in Home Assistant, without a slash at its end. Its birth message is expected on <prefix>/status. */
  prefix: string;
  /**
   * The device's name for people. Default: the board's name, with spaces
   * @minLength 1
   */
  name: string;
  /**
   * The area that Home Assistant suggests for the device.
   * @minLength 1
   */
  area?: string;
}
