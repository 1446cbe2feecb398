/** The text that Python's `repr` gives a float: `1.0`, `0.1`, `1e+16`, `1e-07`. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? 'Infinity' : '-Infinity';
  }
  if (Object.is(value, -0)) {
    return '-0.0';
  }
  const [mantissa, power] = value.toExponential().split('e') as [string, string];
  const exponent = Number(power);
  // Python changes to scientific notation at 1e16 and below 1e-4, JavaScript at 1e21 and below 1e-6
  if (exponent >= 16 || exponent < -4) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) {
    return plainFraction(mantissa, exponent);
  }
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** The text of a JavaScript number in a document: an integer where it is one and exact, else a float. */
export function pythonNumber(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : pythonFloat(value);
}

function plainFraction(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  return `${sign}0.${'0'.repeat(-exponent - 1)}${mantissa.replace('-', '').replace('.', '')}`;
}
