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
   * What the device and its entities are known by: "mac" is the address of the chip's Wi-Fi, so that a board can be renamed; "name" is
   * the client identifier, as it was in programs that did not know "mac", for boards that are in use and keep their identifiers.
   */
  identity: "mac" | "name";
  /**
   * The device's name for people. It may hold {name}, {mac} and {mac6}, the last six digits of the chip's address. Default: the board's
   * name, with spaces, and with {mac} in its topics {mac6} behind it
   * @minLength 1
   */
  name: string;
  /**
   * The area that Home Assistant suggests for the device.
   * @minLength 1
   */
  area?: string;
  /**
   * The address of a page about the device, to which Home Assistant links from it: "http://…" or "https://…".
   * @pattern ^https?://[^/\s]+
   */
  url?: string;
}
