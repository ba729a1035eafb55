// SPDX-License-Identifier: Apache-2.0
/*
 * A program with marks as sys/sdt.h makes them, written out here: known-marks TIMES. `known:step` comes TIMES times with a number in a register,
 * its negative as 32 bits, and 5; `known:last` once, at two places, of which one is met.
 */
#include <stdlib.h>

#define MARK(name, arguments, ...)                                                               \
	__asm__ volatile("990: nop\n"                                                             \
			 ".pushsection .note.stapsdt, \"\", \"note\"\n"                           \
			 ".balign 4\n"                                                            \
			 ".4byte 992f - 991f, 994f - 993f, 3\n"                                   \
			 "991: .asciz \"stapsdt\"\n"                                              \
			 "992: .balign 4\n"                                                       \
			 "993: .8byte 990b, 0, 0\n"                                               \
			 ".asciz \"known\"\n"                                                     \
			 ".asciz \"" name "\"\n"                                                  \
			 ".asciz \"" arguments "\"\n"                                             \
			 "994: .balign 4\n"                                                       \
			 ".popsection\n" ::__VA_ARGS__)

int main(int argc, char **argv)
{
	long times = argc > 1 ? atol(argv[1]) : 1;

	for (long i = 0; i < times; i++)
		MARK("step", "8@%%rdi -4@%%esi -4@$5", "D"(i), "S"((int)-i));
	if (times > 1000)
		MARK("last", "8@%%rdi", "D"(0L));
	else
		MARK("last", "8@%%rdi", "D"(times));
	return 0;
}
