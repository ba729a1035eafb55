// SPDX-License-Identifier: Apache-2.0
/* Aggregates and histograms (reference cases st_*). */
#include "check.h"

#include "statistic/statistic.h"

static const struct stsx_site site = { "x.stp", 4, 19, "operator", "@avg" };
static const struct stsx_stat_shape plain = { .variance = true };
static const struct stsx_stat_shape log_shape = { .histogram = STSX_HISTOGRAM_LOG };

static struct fixture fixture;
static struct stsx_context *c;

static struct stsx_stat *create(const struct stsx_stat_shape *shape)
{
	return calloc(1, stsx_stat_size(shape));
}

static int64_t variance(int64_t shift, const int64_t *values, size_t count)
{
	struct stsx_stat_shape shape = { .variance = true, .shift = (uint32_t)shift };
	struct stsx_stat *stat = create(&shape);
	int64_t result;

	for (size_t i = 0; i < count; i++)
		stsx_stat_add(stat, &shape, values[i]);
	result = stsx_stat_read(c, stat, &shape, STSX_VARIANCE, &site);
	free(stat);
	return result;
}

static void variances(void)
{
	static const int64_t one_to_five[] = { 1, 2, 3, 4, 5 };
	static const int64_t spread[] = { 2, 4, 4, 4, 5, 5, 7, 9 };
	int64_t many[20];

	for (int64_t i = 0; i < 20; i++)
		many[i] = i * 37 % 23;
	CHECK_LONG(variance(0, one_to_five, 5), 12);
	CHECK_LONG(variance(1, one_to_five, 5), 2);
	CHECK_LONG(variance(0, spread, 8), 13);
	CHECK_LONG(variance(0, many, 20), 49);
	CHECK_LONG(variance(5, many, 20), 47);
	CHECK_LONG(variance(10, many, 20), 47);
	CHECK_LONG(variance(0, spread, 1), 0);
}

static void extractors(void)
{
	struct stsx_stat *stat = create(&plain);

	CHECK_LONG(stsx_stat_read(c, stat, &plain, STSX_COUNT, &site), 0);
	CHECK_LONG(stsx_stat_read(c, NULL, &plain, STSX_SUM, &site), 0);
	CHECK_ERROR(c, "");
	stsx_stat_read(c, NULL, &plain, STSX_AVG, &site);
	CHECK_ERROR(c, "empty aggregate");
	stsx_stat_add(stat, &plain, INT64_MAX);
	stsx_stat_add(stat, &plain, INT64_MAX);
	CHECK_LONG(stsx_stat_read(c, stat, &plain, STSX_SUM, &site), -2);
	CHECK_LONG(stsx_stat_read(c, stat, &plain, STSX_AVG, &site), -1);
	stsx_stat_add(stat, &plain, INT64_MIN);
	CHECK_LONG(stsx_stat_read(c, stat, &plain, STSX_MIN, &site), INT64_MIN);
	CHECK_LONG(stsx_stat_read(c, stat, &plain, STSX_MAX, &site), INT64_MAX);
	stsx_stat_clear(stat, &plain);
	CHECK_LONG(stsx_stat_read(c, stat, &plain, STSX_COUNT, &site), 0);
	free(stat);
}

static void merging(void)
{
	struct stsx_stat *stat = create(&plain);
	struct stsx_fed_stat added = { .count = 2, .sum = -7, .min = ~((uint64_t)-9 ^ STSX_SIGN_BIT), .max = 2 ^ STSX_SIGN_BIT };

	stsx_stat_merge(stat, &plain, &added);
	CHECK_LONG(stat->min, -9);
	CHECK_LONG(stat->max, 2);
	stsx_stat_add(stat, &plain, 5);
	stsx_stat_merge(stat, &plain, &added);
	CHECK_LONG(stat->count, 5);
	CHECK_LONG(stat->sum, -9);
	CHECK_LONG(stat->max, 5);
	added.count = 0;
	added.max = ~0ull;
	stsx_stat_merge(stat, &plain, &added);
	CHECK_LONG(stat->max, 5);
	free(stat);
}

static void log_buckets(void)
{
	CHECK_LONG(stsx_bucket_index(&log_shape, 0), 64);
	CHECK_LONG(stsx_bucket_index(&log_shape, 1), 65);
	CHECK_LONG(stsx_bucket_index(&log_shape, 3), 66);
	CHECK_LONG(stsx_bucket_index(&log_shape, -1), 63);
	CHECK_LONG(stsx_bucket_index(&log_shape, INT64_MAX), 127);
	CHECK_LONG(stsx_bucket_index(&log_shape, INT64_MIN), 0);
	CHECK_LONG(stsx_log_bucket_value(67), 4);
	CHECK_LONG(stsx_log_bucket_value(62), -2);
	CHECK_LONG(stsx_log_bucket_value(0), INT64_MIN);
}

static const char *drawing(const struct stsx_stat *stat, const struct stsx_stat_shape *shape)
{
	stsx_print_begin(c);
	stsx_put_text(c, "[", 1);
	stsx_put_histogram(c, stat, shape, &site);
	stsx_put_text(c, "]", 1);
	stsx_print_end(c);
	return printed(&fixture);
}

static void log_table(void)
{
	static const int64_t values[] = { 1, 1000000, 1000001, 64 };
	struct stsx_stat *stat = create(&log_shape);

	drawing(stat, &log_shape);
	CHECK_ERROR(c, "empty aggregate");
	for (size_t i = 0; i < 4; i++)
		stsx_stat_add(stat, &log_shape, values[i]);
	CHECK_TEXT(drawing(stat, &log_shape),
		   "[  value |-------------------------------------------------- count\n"
		   "      0 |                                                   0\n"
		   "      1 |@                                                  1\n"
		   "      2 |                                                   0\n"
		   "      4 |                                                   0\n"
		   "        ~\n"
		   "     16 |                                                   0\n"
		   "     32 |                                                   0\n"
		   "     64 |@                                                  1\n"
		   "    128 |                                                   0\n"
		   "    256 |                                                   0\n"
		   "        ~\n"
		   " 131072 |                                                   0\n"
		   " 262144 |                                                   0\n"
		   " 524288 |@@                                                 2\n"
		   "1048576 |                                                   0\n"
		   "2097152 |                                                   0\n"
		   "\n]");
	free(stat);
}

static void linear_table(void)
{
	struct stsx_stat_shape shape = { .histogram = STSX_HISTOGRAM_LINEAR, .low = 0, .high = 10, .step = 3 };
	struct stsx_stat *stat = create(&shape);

	for (int64_t i = 0; i <= 12; i++)
		stsx_stat_add(stat, &shape, i);
	CHECK_TEXT(drawing(stat, &shape),
		   "[value |-------------------------------------------------- count\n"
		   "    0 |@@@                                                3\n"
		   "    3 |@@@                                                3\n"
		   "    6 |@@@                                                3\n"
		   "    9 |@@@                                                3\n"
		   "   >9 |@                                                  1\n"
		   "\n]");
	stsx_stat_add(stat, &shape, -1);
	CHECK(strstr(drawing(stat, &shape), "   <0 |@ ") != NULL);
	CHECK_LONG(stsx_bucket_read(c, stat, &shape, 0, &site), 1);
	CHECK_LONG(stsx_bucket_read(c, stat, &shape, 5, &site), 1);
	stsx_bucket_read(c, stat, &shape, 6, &site);
	CHECK_ERROR(c, "histogram index out of range");
	free(stat);
}

static void scaled_bars(void)
{
	struct stsx_stat *stat = create(&log_shape);

	for (int i = 0; i < 50; i++)
		stsx_stat_add(stat, &log_shape, 4);
	for (int i = 0; i < 51; i++)
		stsx_stat_add(stat, &log_shape, 9);
	stsx_stat_add(stat, &log_shape, 17);
	CHECK(strstr(drawing(stat, &log_shape), "    8 |@@@@@@@@@@@@@@@@@@@@@@@@@                          51\n"
						"   16 |                                                    1\n") != NULL);
	free(stat);
}

static void all_buckets(void)
{
	struct stsx_stat *stat = create(&log_shape);

	for (int i = 0; i < STSX_LOG_BUCKETS; i++)
		stat->buckets[i] = INT64_MAX;
	stat->count = 1;
	CHECK_LONG(strlen(drawing(stat, &log_shape)) > 8192, 1);
	free(stat);
}

static void complaints(void)
{
	struct stsx_stat_shape shape = { .histogram = STSX_HISTOGRAM_LINEAR, .low = 0, .high = 10, .step = 0 };

	CHECK_TEXT(stsx_histogram_complaint(&shape), "histogram: interval cannot be zero.");
	shape.step = -1;
	CHECK(stsx_histogram_complaint(&shape) != NULL);
	shape.step = 1;
	CHECK(stsx_histogram_complaint(&shape) == NULL);
	shape.high = 125;
	CHECK(stsx_histogram_complaint(&shape) == NULL);
	shape.high = 126;
	CHECK(stsx_histogram_complaint(&shape) != NULL);
	shape.high = 0;
	CHECK(stsx_histogram_complaint(&shape) == NULL);
	CHECK(stsx_histogram_complaint(&log_shape) == NULL);
}

int main(void)
{
	c = fixture_open(&fixture, 512);
	variances();
	extractors();
	merging();
	log_buckets();
	log_table();
	linear_table();
	scaled_bars();
	all_buckets();
	complaints();
	fixture_close(&fixture);
	return check_result();
}
