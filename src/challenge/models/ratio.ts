/** An exact fraction: models count in tokens and milliseconds as they are, not in the whole units of a script. */
export class Ratio {
  readonly over: bigint;
  readonly under: bigint;

  /** Throws where `under` is not above 0. */
  constructor(over: bigint, under = 1n) {
    if (under <= 0n) throw new RangeError(`not a denominator: ${under}`);
    const common = greatestCommonDivisor(over < 0n ? -over : over, under);
    this.over = over / common;
    this.under = under / common;
  }

  static max(a: Ratio, b: Ratio): Ratio {
    return a.isBelow(b) ? b : a;
  }

  static min(a: Ratio, b: Ratio): Ratio {
    return a.isBelow(b) ? a : b;
  }

  plus(other: Ratio): Ratio {
    return new Ratio(this.over * other.under + other.over * this.under, this.under * other.under);
  }

  minus(other: Ratio): Ratio {
    return new Ratio(this.over * other.under - other.over * this.under, this.under * other.under);
  }

  times(other: Ratio): Ratio {
    return new Ratio(this.over * other.over, this.under * other.under);
  }

  /** By something above 0. */
  by(other: Ratio): Ratio {
    return new Ratio(this.over * other.under, this.under * other.over);
  }

  isBelow(other: Ratio): boolean {
    return this.over * other.under < other.over * this.under;
  }

  /** The next whole number down, also below 0. */
  floor(): bigint {
    const whole = this.over / this.under;
    return this.over < 0n && whole * this.under !== this.over ? whole - 1n : whole;
  }

  /** The next whole number up. */
  ceil(): bigint {
    return -new Ratio(-this.over, this.under).floor();
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b) [a, b] = [b, a % b];
  return a;
}
