import type { Thermometer } from "../../engine";

/** What chips without a sensor give (ESPHome, internal_temperature_esp32.cpp). */
const NO_SENSOR = 128;

/** Espruino's getTemperature gives the ROM's raw byte, which is degrees Fahrenheit; not calibrated, off by up to 10 °C. */
export const thermometer: Thermometer = {
  celsius: () => {
    const fahrenheit = E.getTemperature();
    return fahrenheit === NO_SENSOR ? NaN : (fahrenheit - 32) / 1.8;
  },
};
