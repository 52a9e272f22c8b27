/** The button of the ESP32 build. */
export const BUTTON_PIN = 0;

/** Its pin is turned round in everything but watches' pull-up. */
export const isNegated = (pin: number): boolean => pin === BUTTON_PIN;
