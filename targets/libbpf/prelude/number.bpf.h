/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic that BPF does not have: signed division, and shifts by counts taken modulo 64. */
#ifndef STSX_NUMBER_BPF_H
#define STSX_NUMBER_BPF_H

STSX_INLINE __u64 stsx_magnitude(__s64 value)
{
	return value < 0 ? 0 - (__u64)value : (__u64)value;
}

/* Truncates towards zero. The divisor is not 0: the handler has raised "division by 0" before. */
STSX_INLINE __s64 stsx_quotient(__s64 dividend, __s64 divisor)
{
	__u64 quotient = stsx_magnitude(dividend) / stsx_magnitude(divisor);

	return (dividend < 0) != (divisor < 0) ? (__s64)(0 - quotient) : (__s64)quotient;
}

/* Has the sign of the dividend. */
STSX_INLINE __s64 stsx_remainder(__s64 dividend, __s64 divisor)
{
	__u64 remainder = stsx_magnitude(dividend) % stsx_magnitude(divisor);

	return dividend < 0 ? (__s64)(0 - remainder) : (__s64)remainder;
}

STSX_INLINE __s64 stsx_shl(__s64 value, __s64 count)
{
	return (__s64)((__u64)value << (count & 63));
}

STSX_INLINE __s64 stsx_shr(__s64 value, __s64 count)
{
	return value >> (count & 63);
}

STSX_INLINE __s64 stsx_ushr(__s64 value, __s64 count)
{
	return (__s64)((__u64)value >> (count & 63));
}

#endif
