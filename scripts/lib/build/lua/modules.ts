/** Modules that a build of NodeMCU has or has not. */
const MODULES = [
  "adc",
  "crypto",
  "encoder",
  "file",
  "gpio",
  "i2c",
  "ledc",
  "net",
  "node",
  "ow",
  "pulsecnt",
  "pwm",
  "rmt",
  "rtcmem",
  "tmr",
  "wifi",
  "ws2812",
];

/** The modules that a program in Lua uses. @param text As the build makes it */
export function modulesOf(text: string): string[] {
  const named = MODULES.filter((module) => new RegExp(`(?<![\\w.:"])${module}\\.\\w|= ${module}$`, "m").test(text));
  // A name that the firmware has for other things as well.
  return text.includes(" time.get()") ? [...named, "time"] : named;
}
