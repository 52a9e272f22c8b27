/** Words that several places of a board file use. */

/**
 * A pin: D and its number, as the chip counts them; where "hardware" names a board, as printed on that. On the ESP8266 D0 … D10 and the
 * analog input A0, as printed on development boards.
 * @pattern ^[A-Z]{1,3}(0|[1-9][0-9]?)?$
 */
export type PinName = string;

/**
 * The name of a sensor or actuator, unique on the board; part of its topics.
 * @pattern ^[a-zA-Z0-9_-]{1,32}$
 */
export type Id = string;
