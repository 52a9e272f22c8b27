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
  "tmr",
  "wifi",
  "ws2812",
];

/** The modules that a program in Lua uses. @param text As the build makes it */
export function modulesOf(text: string): string[] {
  return MODULES.filter((module) => new RegExp(`(?<![\\w.:"])${module}\\.\\w|= ${module}$`, "m").test(text));
}
