// SPDX-License-Identifier: Apache-2.0
/*
 * A histogram as a table: a row a bucket from two before the first that counted to two after the last, runs of empty ones
 * shortened to a `~`, bars of at most 50 `@`, a blank line behind.
 */
#include <stdio.h>
#include <string.h>

#include "../api/format.h"
#include "../api/value.h"
#include "../format/number.h"
#include "../format/output.h"
#include "../format/sink.h"
#include "statistic.h"

/* Columns of the longest bar. */
#define BAR_WIDTH 50
/* Empty rows shown beside one that counted. */
#define NEIGHBOURS 2
#define LEAST_LABEL_WIDTH 5

struct table {
	const struct stsx_stat_shape *shape;
	const int64_t *buckets;
	int64_t first; /* rows shown */
	int64_t last;
	int64_t most;
	int64_t scale; /* counts that an `@` stands for */
	int label_width;
	int count_width;
};

static int digits_of(int64_t value)
{
	char buffer[STSX_DIGITS];
	char *end = buffer + sizeof(buffer);
	uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	return (int)(end - stsx_decimal_digits(end, magnitude)) + (value < 0);
}

static bool is_linear(const struct table *table)
{
	return table->shape->histogram == STSX_HISTOGRAM_LINEAR;
}

/* The bound that row i is labelled with, and the mark of the rows for what lies outside a linear histogram. */
static int64_t row_bound(const struct table *table, int64_t row, const char **mark)
{
	int64_t last = stsx_bucket_count(table->shape) - 1;

	*mark = "";
	if (!is_linear(table))
		return stsx_log_bucket_value((uint32_t)row);
	if (row == 0) {
		*mark = "<";
		return table->shape->low;
	}
	if (row == last) {
		*mark = ">";
		row--;
	}
	return table->shape->low + (row - 1) * table->shape->step;
}

/* What the label column is made wide enough for. A linear one is measured a step beyond its last row, as SystemTap does. */
static int label_width(const struct table *table)
{
	const struct stsx_stat_shape *shape = table->shape;
	int64_t last = stsx_bucket_count(shape) - 1;
	int low;
	int high;

	if (is_linear(table)) {
		low = digits_of(shape->low) + (table->first == 0);
		high = digits_of(stsx_add(shape->low, stsx_mul(shape->step, table->last))) + (table->last == last);
	} else {
		low = digits_of(stsx_log_bucket_value((uint32_t)table->first));
		high = digits_of(stsx_log_bucket_value((uint32_t)table->last));
	}
	if (low < LEAST_LABEL_WIDTH)
		low = LEAST_LABEL_WIDTH;
	return low > high ? low : high;
}

static void choose_rows(struct table *table)
{
	int64_t count = stsx_bucket_count(table->shape);
	int64_t first = 0;
	int64_t last = count - 1;

	while (first < last && table->buckets[first] == 0)
		first++;
	while (last > first && table->buckets[last] == 0)
		last--;
	table->first = first > NEIGHBOURS ? first - NEIGHBOURS : 0;
	table->last = last + NEIGHBOURS < count ? last + NEIGHBOURS : count - 1;
	if (is_linear(table)) {
		if (table->first == 0 && table->buckets[0] == 0)
			table->first = 1;
		if (table->last == count - 1 && table->buckets[count - 1] == 0)
			table->last = count - 2;
	} else if (first >= STSX_LOG_ZERO && table->first < STSX_LOG_ZERO) {
		table->first = STSX_LOG_ZERO;
	}
}

static void measure(struct table *table)
{
	table->most = 0;
	for (int64_t i = table->first; i <= table->last; i++) {
		if (table->buckets[i] > table->most)
			table->most = table->buckets[i];
	}
	table->scale = table->most <= BAR_WIDTH ? 1 : table->most / BAR_WIDTH + (table->most % BAR_WIDTH != 0);
	table->count_width = digits_of(table->most);
	table->label_width = label_width(table);
}

/* An empty row without a neighbour that counted. */
static bool is_elided(const struct table *table, int64_t row)
{
	for (int64_t i = row - NEIGHBOURS; i <= row + NEIGHBOURS; i++) {
		if (i >= table->first && i <= table->last && table->buckets[i] != 0)
			return false;
	}
	return true;
}

static void put_row(struct stsx_sink *sink, const struct table *table, int64_t row)
{
	char text[64];
	const char *mark;
	int64_t bound = row_bound(table, row, &mark);
	int64_t bar = table->buckets[row] / table->scale;
	int length;

	length = snprintf(text, sizeof(text), "%s%lld", mark, (long long)bound);
	if (length < table->label_width)
		stsx_sink_fill(sink, ' ', (size_t)(table->label_width - length));
	stsx_sink_bytes(sink, text, (size_t)length);
	stsx_sink_bytes(sink, " |", 2);
	stsx_sink_fill(sink, '@', (size_t)bar);
	length = snprintf(text, sizeof(text), "%lld", (long long)table->buckets[row]);
	stsx_sink_fill(sink, ' ', (size_t)(BAR_WIDTH - bar + 1 + table->count_width - length));
	stsx_sink_bytes(sink, text, (size_t)length);
	stsx_sink_bytes(sink, "\n", 1);
}

static void put_table(struct stsx_sink *sink, const struct table *table)
{
	bool eliding = false;

	stsx_sink_fill(sink, ' ', (size_t)(table->label_width - LEAST_LABEL_WIDTH));
	stsx_sink_bytes(sink, "value |", 7);
	stsx_sink_fill(sink, '-', BAR_WIDTH);
	stsx_sink_bytes(sink, " count\n", 7);
	for (int64_t row = table->first; row <= table->last; row++) {
		if (!is_elided(table, row)) {
			put_row(sink, table, row);
			eliding = false;
		} else if (!eliding) {
			stsx_sink_fill(sink, ' ', (size_t)table->label_width + 1);
			stsx_sink_bytes(sink, "~\n", 2);
			eliding = true;
		}
	}
	stsx_sink_bytes(sink, "\n", 1);
}

/* A print's limit does not hold for tables: gives them the whole of the output's buffer. */
static void make_room(struct stsx_context *c)
{
	struct stsx_sink *sink = c->sink;
	struct stsx_output *output = sink->output;

	output->used += (size_t)(sink->at - sink->start);
	if (output->used + STSX_TABLE_LIMIT > sizeof(output->bytes))
		stsx_output_flush(output);
	sink->start = output->bytes + output->used;
	sink->at = sink->start;
	sink->end = sink->start + STSX_TABLE_LIMIT;
}

void stsx_put_histogram(struct stsx_context *c, const struct stsx_stat *stat, const struct stsx_stat_shape *shape,
			const struct stsx_site *site)
{
	struct table table = { .shape = shape };

	stsx_stat_require(c, stat, site);
	if (c->error)
		return;
	table.buckets = stat->buckets;
	choose_rows(&table);
	measure(&table);
	if (!c->sink->printing) {
		put_table(c->sink, &table);
		return;
	}
	make_room(c);
	put_table(c->sink, &table);
	c->sink->output->used += (size_t)(c->sink->at - c->sink->start);
	stsx_print_begin(c);
}
