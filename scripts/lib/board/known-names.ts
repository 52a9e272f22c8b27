/**
 * What people write, coming from other firmware or from what is printed on a part, that is no kind here: what it is, whether there is
 * anything for it, and what to write or take instead. Similarity of names tells nothing of parts, so that they are known by name.
 */

import { HARDWARE, type HardwareName } from "../platforms/hardware";

const say = (type: string): string => `write "type": "${type}"`;
const TEMPERATURE_AND_HUMIDITY = '"sht3x", "sht4x", "aht20" or "bme280"';
const DHT =
  "the pulse that starts a DHT11 or DHT22 does not work with Espruino on the ESP32 (an open issue of the engine's), " +
  "so that it would have no readings, and there is no driver for NodeMCU; take another part, such as SHT3x, AHT20 or BME280 on I²C";
const NO_SERIAL = "speaks by a serial line of its own, and the boards here have none: it is not supported";
const LIGHT = 'take a BH1750 ("type": "bh1750") or a VEML7700 ("type": "veml7700")';
const GAS = "is not supported, and no other part for gases and dust is";

/** Names as `plain` gives them, with what is to be said of all of them. */
type Names = readonly (readonly [names: string, truth: string])[];

const SENSORS: Names = [
  ["dht dht11 dht21 dht22 am2301 am2302 rht03", DHT],
  ["dht20 am2301b", `it is an AHT20 in another housing: ${say("aht20")}`],
  [
    "aht21 aht25 aht30 aht2x",
    `it is not supported by its name; an AHT20 is ("type": "aht20"), whose successor it is: not tried`,
  ],
  ["aht15", `it is not supported by its name; an AHT10 is ("type": "aht10"), in whose line it is: not tried`],
  ["am2320 am2315 am2315c", `it is not supported; take a part of type ${TEMPERATURE_AND_HUMIDITY}`],
  ["sht30 sht31 sht35 sht3xd sht3", `it is one of the SHT3x: ${say("sht3x")}`],
  ["sht85", `by its data sheet it takes the commands of an SHT3x, which has not been tried: ${say("sht3x")}`],
  ["sht40 sht41 sht43 sht45 sht4", `it is one of the SHT4x: ${say("sht4x")}`],
  [
    "sht1x sht10 sht11 sht15 sht2x sht20 sht21 sht25 htu20d htu21 htu21d htu21df si7006 si7013 si7020 si7021 gy21 shtc3 shtc1 shtcx " +
      "hdc1080 hdc1008 hdc2010 hdc2080 hdc302x hts221 hyt271 hyt221",
    `it speaks otherwise than the parts that are supported; take one of type ${TEMPERATURE_AND_HUMIDITY}`,
  ],
  [
    "bme688",
    'it is not supported by its name; a BME680 is ("type": "bme680", without its heater for gases), whose successor it is: not tried',
  ],
  [
    "bme68x bme680bsec bsec bme680bsec2",
    `the BME680 is supported, without Bosch's library and its heater for gases: ${say("bme680")}`,
  ],
  ["bme280i2c bme280spi", `on I²C: ${say("bme280")}; SPI is not supported`],
  ["bmp280i2c bmp280spi", `on I²C: ${say("bmp280")}; SPI is not supported`],
  [
    "bmp085 bmp180 bmp183 bmp3xx bmp380 bmp388 bmp384 bmp390 bmp581 dps310 dps368 spl06 ms5611 lps22 lps22hb lps25h mpl3115a2 qmp6988 hp303b",
    'it is not supported; for air pressure take a part of type "bmp280", "bme280" or "bme680"',
  ],
  [
    "lm75 lm75a lm75b tmp75 tmp102 tmp112 tmp117 tmp1075 stts22h ct75 pct2075 at30ts74 sts3x sts30 sts35 mcp9800",
    'it is not supported; for temperature take an MCP9808 ("type": "mcp9808") or a DS18B20 ("type": "ds18b20")',
  ],
  [
    "dallas dallastemp dallastemperature onewire 1wire max31820",
    `the DS18B20 is supported: ${say("ds18b20")}, on a bus of type "oneWire"`,
  ],
  [
    "ds1820 ds18s20 ds1822",
    'it is of another family than the DS18B20, and not supported; take a DS18B20 ("type": "ds18b20")',
  ],
  [
    "lm35 lm335 tmp35 tmp36 tmp37",
    `it gives a voltage: ${say("analog")}, with "scale" and "offset" from its data sheet`,
  ],
  ["thermistor thermistor10k ntcthermistor 10k", `it is an NTC thermistor: ${say("ntc")}`],
  [
    "pt100 pt1000 rtd max31865 max6675 max31855 max31856 thermocouple",
    'platinum sensors and thermocouples are not supported, nor the parts on SPI that read them; take a DS18B20 ("type": "ds18b20") or an NTC ("type": "ntc")',
  ],
  ["mlx90614 mlx90640 amg8833 tmp006", "sensors of heat at a distance are not supported"],
  [
    "bh1745 bh1730 tsl2561 tsl2591 tsl2550 tsl2571 max44009 opt3001 opt3002 apds9960 apds9930 ltr303 ltr329 ltr390 veml6030 veml6070 veml6075 as7341 tcs34725",
    `it is not supported; for light ${LIGHT}`,
  ],
  ["gy30 gy302", `it is a board with a BH1750: ${say("bh1750")}`],
  ["ldr photoresistor photocell lightsensor", `it is a resistor, and with another one a voltage: ${say("analog")}`],
  [
    "ccs811 sgp30 sgp40 sgp41 ens160 iaqcore zmod4410 scd4x scd40 scd41 scd30 sps30 sen5x sen54 sen55 sen66",
    `it ${GAS}`,
  ],
  [
    "mhz19 mhz19b senseair s8 t6613 pms5003 pmsx003 pms7003 sds011 hm3301 gps neo6m pzem004t pzemac pzem dsmr sml modbus rs485 uart",
    `it ${NO_SERIAL}`,
  ],
  [
    "mq2 mq3 mq4 mq5 mq7 mq9 mq135 mqx",
    `it gives a voltage, up to 5 V, of which the chip bears 3.3: behind a divider ${say("analog")}`,
  ],
  [
    "ina219 ina226 ina228 ina260 ina3221 max17043 ads1115 ads1015 ads1x15 mcp3008 mcp3204 pcf8591",
    'it is not supported; a voltage is measured on a pin of the chip ("type": "analog")',
  ],
  ["acs712 acs758", `it gives a voltage: ${say("analog")}; mains current, which alternates, is not measured`],
  [
    "sct013 ctclamp hlw8012 bl0937 bl0942 cse7766 cse7759 ade7953",
    'parts that measure mains are not supported; a meter with an S0 or pulse output is ("type": "pulseCounter")',
  ],
  ["hx711 hx717 loadcell scale weight", "load cells and the HX711 are not supported"],
  [
    "ultrasonic srf05 hysrf05 hcsr05 us100 jsnsr04t jsnsr04 ajsr04m",
    `with a pin for the trigger and one for the echo: ${say("hcsr04")}`,
  ],
  [
    "vl53l0x vl53l1x vl6180x tof10120 gp2y0a21 tfmini lidar",
    'it is not supported; for distance take an HC-SR04 ("type": "hcsr04")',
  ],
  [
    "hcsr501 sr501 am312 rcwl0516 pir motion ld2410 ld2410out radar reed reedswitch contact door window leak floatswitch water binarysensor gpio input switch button pushbutton tilt vibration sw420",
    `what is high or low on a pin: ${say("digital")}`,
  ],
  [
    "adc potentiometer poti voltage soil soilmoisture capacitivesoil moisture fc28 yl69 ph phprobe tds turbidity mq sound",
    `what gives a voltage: ${say("analog")}, with "scale" and "offset"`,
  ],
  [
    "pulsemeter counter flow flowmeter flowsensor yfs201 yfs401 yfb1 watermeter energymeter electricitymeter gasmeter s0 anemometer windspeed raingauge tippingbucket geiger frequency",
    `what gives pulses: ${say("pulseCounter")}`,
  ],
  ["wifisignal rssi wifi", `the strength of Wi-Fi: ${say("signalStrength")}`],
  [
    "internaltemperature esp32temperature cputemperature chiptemp",
    `the chip's own temperature: ${say("chipTemperature")}`,
  ],
  ["heap freeheap freeram memory debug", `what is free of the interpreter's memory: ${say("freeMemory")}`],
  [
    "mpu6050 mpu9250 adxl345 lis3dh bmi160 hmc5883l qmc5883l icm20948 lsm6ds3",
    "sensors of motion and magnetism are not supported",
  ],
  ["rc522 pn532 rdm6300 wiegand fingerprint nfc rfid", "readers of cards and fingers are not supported"],
  [
    "rotary rotaryencoder encoder ky040 esp32touch touch touchpad ttp223 hall esp32hall",
    'it is not supported; a contact on a pin is ("type": "digital")',
  ],
  [
    "template lambda homeassistant mqttsubscribe copy custom",
    "values from elsewhere or of a formula of one's own are not supported; filters change what a sensor measures",
  ],
];

const ACTUATORS: Names = [
  [
    "relay gpio output outlet plug socket valve solenoid pump heater siren ssr digital",
    `what is on or off: ${say("switch")}`,
  ],
  [
    "momentary pulse pushbutton press doorbell opener garagedoor gate",
    `a contact that is closed for a moment: ${say("button")}`,
  ],
  ["lock", `a lock that is opened by a moment's current: ${say("button")}, one that is held: ${say("switch")}`],
  ["led dimmer ledc monochromatic bulb lamp dimmablelight", `a light that is dimmed: ${say("light")}`],
  [
    "fan speed analogout dac motor dcmotor l298n drv8833 tb6612 mosfet",
    `what is driven by a square wave, in percent: ${say("pwm")}`,
  ],
  [
    "neopixel neopixelbus fastled fastledclockless esp32rmtledstrip ws2811 ws2812 ws2812b ws2812x ws2813 ws2815 sk6812 ledstrip addressablelight strip",
    `a strip of such LEDs in one colour: ${say("rgb")}`,
  ],
  [
    "apa102 sk9822 ws2801 lpd8806 dotstar",
    `it takes a clock beside its data, and is not supported; a strip of WS2812 is ("type": "rgb")`,
  ],
  [
    "rgbw rgbww cct colortemperature sk6812rgbw",
    'white beside the colours is not supported; a strip of WS2812 or SK6812 RGB is ("type": "rgb"), one shade of white is ("type": "light")',
  ],
  [
    "shutter blind blinds curtain awning roller rollershutter timebased window screen",
    `a motor that turns both ways: ${say("cover")}`,
  ],
  ["sg90 mg90s mg996r mg995 servomotor", `it is a servo: ${say("servo")}`],
  ["stepper a4988 drv8825 uln2003 tmc2208 tmc2209 28byj48", "stepper motors are not supported"],
  ["inputnumber setpoint setting slider target", `a number that is set from outside: ${say("number")}`],
  [
    "thermostat pid bangbang",
    'it is a rule: write it into "rules", as "type": "thermostat"; what people set is ("type": "climate")',
  ],
  ["buzzer piezo rtttl speaker", `one that sounds by itself: ${say("switch")}; melodies are not supported`],
  [
    "ir irtransmitter remotetransmitter irled rf433 rcswitch fs1000a",
    "infrared and radio transmitters are not supported",
  ],
  ["display ssd1306 sh1106 lcd lcd1602 lcdpcf8574 st7789 ili9341 tm1637 max7219 epaper", "displays are not supported"],
  [
    "mcp23017 mcp23008 pcf8574 pca9685 pca9555 sn74hc595 74hc595 expander",
    "chips with further pins are not supported; pins are those of the chip itself",
  ],
  ["text select media alarm camera", "there is no such actuator here"],
];

const RULES: Names = [
  ["button", 'a rule that goes by a contact is called "contact" now: write "type": "contact"'],
  ["digital binarysensor switch onpress input toggle", 'a rule that goes by a contact is "type": "contact"'],
  ["climate hysteresis bangbang pid heating cooling", 'a rule that holds a temperature is "type": "thermostat"'],
  [
    "timer schedule cron interval sun time automation script",
    'there are no rules by the clock; an actuator\'s "maxOnSeconds" and "failSafe" end what was begun',
  ],
];

const BUSES: Names = [
  ["1wire dallas w1", `1-wire: ${say("oneWire")}`],
  ["iic twowire wire twi", `I²C: ${say("i2c")}`],
  ["spi", "SPI is not supported"],
  ["uart serial rs485 modbus can canbus", "serial lines are not supported"],
];

/** Of a board whose pins can be named as they are printed on it. */
function onBoard(name: HardwareName): string {
  return `write "chip": "${HARDWARE[name].chip}" and "hardware": "${name}"`;
}

const CHIPS: Names = [
  ["c3 esp32c3mini esp32c3wroom esp32c3devkitm m5stampc3u stampc3u", 'it has an ESP32-C3: write "esp32c3"'],
  [
    "m5stampc3 stampc3",
    'it has an ESP32-C3 behind a USB bridge, which Espruino does not listen to: take a board with the chip\'s own USB, such as a XIAO ("esp32c3")',
  ],
  ["s3 esp32s3wroom esp32s3mini lolins3", 'it has an ESP32-S3: write "esp32s3"'],
  ["xiaoesp32c3 xiaoc3", onBoard("xiao-esp32c3")],
  ["supermini esp32c3supermini c3supermini superminiesp32c3", onBoard("supermini-esp32c3")],
  ["lolinc3 lolinc3mini c3mini wemosc3mini", onBoard("lolin-c3-mini")],
  ["xiaoesp32s3 xiaos3", onBoard("xiao-esp32s3")],
  ["esp32s3devkitc esp32s3devkitc1 s3devkitc1", onBoard("esp32-s3-devkitc-1")],
  ["esp32devkitv1 doitesp32devkitv1 devkitv1", onBoard("esp32-devkit-v1")],
  ["nodemcu32s nodemcuesp32s", onBoard("nodemcu-32s")],
  ["d1mini wemosd1mini d1 lolind1mini", onBoard("d1-mini")],
  ["nodemcu nodemcuv2 nodemcudevkit", onBoard("nodemcu-devkit")],
  [
    "esp32c2 esp32c5 esp32c6 esp32c61 esp32h2 esp32p4 esp32s2 s2 c6",
    'Espruino is not published for it: take a board with an ESP32 ("esp32"), ESP32-C3 ("esp32c3") or ESP32-S3 ("esp32s3"), which NodeMCU runs on too',
  ],
  [
    "esp32wroom esp32wroom32 esp32wroom32d esp32wroom32e wroom32 esp32wrover esp32dev esp32devkit esp32devkitc lolin32 lolind32 d32 esp32d0wd esp32pico esp32picod4",
    'it has an ESP32: write "esp32"',
  ],
  ["esp12 esp12e esp12f esp07 nodemcuv3 lolin esp8266ex", 'it has an ESP8266: write "esp8266"'],
  [
    "esp01 esp01s esp8285",
    'it has an ESP8266 with 1 MB of flash or less, which has not been tried; write "esp8266" to try it',
  ],
  [
    "rp2040 rp2350 pico picow stm32 nrf52 nrf52840 arduino uno nano mega avr samd21 bk7231 rtl8710 raspberrypi bananapi",
    "it is not supported: programs are for the ESP32, ESP32-C3, ESP32-S3 and ESP8266",
  ],
];

const ENGINES: Names = [
  ["javascript js node nodejs", 'the interpreter for JavaScript is "espruino"'],
  ["lua nodemculua", 'the interpreter for Lua is "nodemcu"'],
  [
    "micropython circuitpython python arduino espidf idf esphome tasmota openbeken toit moddable mongoose rtos freertos",
    'it is not supported: programs are for "espruino" (JavaScript) and "nodemcu" (Lua)',
  ],
];

const LISTS: Readonly<Record<string, Names>> = {
  sensors: SENSORS,
  actuators: ACTUATORS,
  rules: RULES,
  buses: BUSES,
  chip: CHIPS,
  engine: ENGINES,
};

/** Every name that is known, by where it may stand. */
export const KNOWN_NAMES: Readonly<Record<string, ReadonlyMap<string, string>>> = Object.fromEntries(
  Object.entries(LISTS).map(([list, names]) => [
    list,
    new Map(names.flatMap(([all, truth]) => all.split(" ").map((name): [string, string] => [name, truth]))),
  ]),
);

/**
 * What to say of a text that is no kind, chip or engine; undefined where it is not known.
 * @param list The list of the board file in which it is the type, or "chip" or "engine"
 */
export function knownName(list: string, written: string): string | undefined {
  const truth = KNOWN_NAMES[list]?.get(plain(written));
  return truth === undefined ? undefined : `no "${written}" here: ${truth}`;
}

/** A name without what is written one way or the other: case, hyphens, underscores, blanks, dots. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[-_\s./]/g, "");
}
