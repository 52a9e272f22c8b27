const BITS = 12;
const STEPS = 4096;

const isOpen: boolean[] = [];

/** @param channel Of the chip's first converter @param attenuation One of `adc`'s */
export function openChannel(channel: number, attenuation: number): void {
  isOpen[channel] = true;
  adc.setwidth(adc.ADC1, BITS);
  adc.setup(adc.ADC1, channel, attenuation);
}

/** @returns 0 … 1 of what reads as full scale, which is that of 11 dB where nothing else was chosen */
export function readChannel(channel: number): number {
  if (!isOpen[channel]) {
    openChannel(channel, adc.ATTEN_11db);
  }
  return adc.read(adc.ADC1, channel) / STEPS;
}

/** @param mv What is to read as full scale: 1000, 1340, 2000 or 3600 @returns One of `adc`'s attenuations */
export function attenuationFor(mv: number): number {
  return mv < 1340 ? adc.ATTEN_0db : mv < 2000 ? adc.ATTEN_2_5db : mv < 3600 ? adc.ATTEN_6db : adc.ATTEN_11db;
}
