/** All kinds of sensors, a line each: its driver, its model and its tests are found by its name. */
export { analog } from "./analog";
export { ntc } from "./ntc";
export { digital } from "./digital";
export { pulseCounter } from "./pulse-counter";
export { hcsr04 } from "./hcsr04";
export { uptime } from "./uptime";
export { freeMemory } from "./free-memory";
export { signalStrength } from "./signal-strength";
export { chipTemperature } from "./chip-temperature";
export { ds18b20 } from "./ds18b20";
export { bmp280 } from "./bmp280";
export { bme280 } from "./bme280";
export { sht3x } from "./sht3x";
export { aht20 } from "./aht20";
export { bh1750 } from "./bh1750";
