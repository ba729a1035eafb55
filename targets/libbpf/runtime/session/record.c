// SPDX-License-Identifier: Apache-2.0
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zlib.h>

#include "../api/note.h"
#include "../api/types.h"
#include "../core/clock.h"
#include "../core/context.h"
#include "../core/memory.h"
#include "../format/output.h"
#include "../intrinsics/ambient.h"
#include "record-globals.h"
#include "record-text.h"
#include "session.h"

/* Written out beyond this. */
#define BUFFERED (1 << 20)

struct stsx_recorder {
	int fd;
	int error; /* errno of the first write that failed */
	struct stsx_record_text text;
	struct stsx_record_text asked; /* of the handler that runs */
	uint64_t line;
	uint64_t lost;
	uint64_t printed; /* before the handler */
	uint32_t sum;	  /* CRC-32 of all that was written */
};

static void write_out(struct stsx_recorder *recorder)
{
	const char *at = recorder->text.bytes;
	size_t left = recorder->text.used;

	recorder->sum = (uint32_t)crc32(recorder->sum, (const Bytef *)at, (uInt)left);
	while (left > 0 && !recorder->error) {
		ssize_t written = write(recorder->fd, at, left);

		if (written < 0) {
			if (errno != EINTR)
				recorder->error = errno;
			continue;
		}
		at += written;
		left -= (size_t)written;
	}
	recorder->text.used = 0;
}

static void begin_line(struct stsx_recorder *recorder)
{
	stsx_text_literal(&recorder->text, "{\"n\":");
	stsx_text_long(&recorder->text, (int64_t)++recorder->line);
}

static void end_line(struct stsx_recorder *recorder)
{
	stsx_text_literal(&recorder->text, "}\n");
	if (recorder->text.used >= BUFFERED)
		write_out(recorder);
}

static void put_member(struct stsx_recorder *recorder, const char *name, int64_t value)
{
	stsx_text_literal(&recorder->text, ",\"");
	stsx_text_bytes(&recorder->text, name, strlen(name));
	stsx_text_literal(&recorder->text, "\":");
	stsx_text_long(&recorder->text, value);
}

/* Where and when: what the compiler could not know. */
static void write_start(struct stsx_session *session)
{
	struct stsx_recorder *recorder = session->recorder;
	struct utsname host;

	uname(&host);
	begin_line(recorder);
	stsx_text_literal(&recorder->text, ",\"start\":{\"release\":");
	stsx_text_string(&recorder->text, host.release);
	put_member(recorder, "time", stsx_clock_ns(CLOCK_MONOTONIC));
	put_member(recorder, "realtime", stsx_clock_ns(CLOCK_REALTIME));
	put_member(recorder, "target", session->options.target_pid);
	stsx_text_literal(&recorder->text, "}");
	end_line(recorder);
}

bool stsx_record_open(struct stsx_session *session)
{
	const char *path = session->options.record_file;
	const char *header = session->program->recording_header;
	struct stsx_recorder *recorder;
	int fd;

	if (!path)
		return true;
	if (!header) {
		stsx_complain(session, "ERROR: this program cannot record: it was compiled without --record");
		return false;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0) {
		stsx_complain(session, "ERROR: cannot write to %s: %s", path, strerror(errno));
		return false;
	}
	recorder = stsx_calloc(1, sizeof(*recorder));
	recorder->fd = fd;
	session->recorder = recorder;
	stsx_text_bytes(&recorder->text, header, strlen(header));
	stsx_text_literal(&recorder->text, "\n");
	write_start(session);
	return true;
}

static uint64_t printed(const struct stsx_session *session)
{
	return session->output->flushed + session->output->used;
}

void stsx_record_enter(struct stsx_session *session)
{
	struct stsx_recorder *recorder = session->recorder;

	if (!recorder)
		return;
	recorder->asked.used = 0;
	recorder->printed = printed(session);
}

static void begin_note(struct stsx_recorder *recorder, const char *name)
{
	stsx_text_bytes(&recorder->asked, recorder->asked.used ? ",[" : "[", recorder->asked.used ? 2 : 1);
	stsx_text_string(&recorder->asked, name);
	stsx_text_literal(&recorder->asked, ",");
}

/* NULL: nothing is to be noted. */
static struct stsx_recorder *recorder_of(struct stsx_context *c, const char *name)
{
	int64_t known;

	if (!c->session->recorder || stsx_ambient_string(c, name) || stsx_ambient_long(c, name, &known))
		return NULL;
	return c->session->recorder;
}

static bool note_error(struct stsx_context *c, struct stsx_recorder *recorder)
{
	if (c->error != STSX_FAILED)
		return false;
	stsx_text_literal(&recorder->asked, "{\"error\":");
	stsx_text_string(&recorder->asked, c->message);
	stsx_text_literal(&recorder->asked, "}]");
	return true;
}

void stsx_note_long(struct stsx_context *c, const char *name, int64_t value)
{
	struct stsx_recorder *recorder = recorder_of(c, name);

	if (!recorder)
		return;
	begin_note(recorder, name);
	if (note_error(c, recorder))
		return;
	stsx_text_long(&recorder->asked, value);
	stsx_text_literal(&recorder->asked, "]");
}

void stsx_note_string(struct stsx_context *c, const char *name, const char *value)
{
	struct stsx_recorder *recorder = recorder_of(c, name);

	if (!recorder)
		return;
	begin_note(recorder, name);
	if (note_error(c, recorder))
		return;
	stsx_text_string(&recorder->asked, value);
	stsx_text_literal(&recorder->asked, "]");
}

void stsx_note_failure(struct stsx_context *c, const char *name)
{
	if (c->error)
		stsx_note_long(c, name, 0);
}

static bool faulted(const struct stsx_record *record, uint32_t field)
{
	const uint64_t *more = (const uint64_t *)(record + 1);
	const uint64_t word = field < 64 ? record->faults : more[field / 64 - 1];

	return word >> field % 64 & 1;
}

static void put_fields(struct stsx_recorder *recorder, const struct stsx_probe *probe,
		       const struct stsx_record *record)
{
	struct stsx_record_text *text = &recorder->text;

	put_member(recorder, "time", (int64_t)record->time);
	put_member(recorder, "cpu", record->cpu);
	stsx_text_literal(text, ",\"read\":[");
	for (uint32_t i = 0; i < probe->field_count; i++) {
		const char *field = (const char *)record + probe->fields[i].offset;
		int64_t number;

		memcpy(&number, field, sizeof(number));
		if (i > 0)
			stsx_text_literal(text, ",");
		if (faulted(record, i)) {
			stsx_text_literal(text, "{\"fault\":");
			stsx_text_long(text, number);
			stsx_text_literal(text, "}");
		} else if (probe->fields[i].size) {
			stsx_text_string(text, field);
		} else {
			stsx_text_long(text, number);
		}
	}
	stsx_text_literal(text, "]");
}

static const char *const kinds[] = {
	[STSX_PROBE_BEGIN] = "begin", [STSX_PROBE_END] = "end",	    [STSX_PROBE_ERROR] = "error",
	[STSX_PROBE_TIMER] = "timer", [STSX_PROBE_EVENT] = "event", [STSX_PROBE_NEVER] = "never",
	[STSX_PROBE_FILE_READ] = "input",  [STSX_PROBE_FILE_WRITE] = "input",
	[STSX_PROBE_INPUT_CHAR] = "input", [STSX_PROBE_INPUT_LINE] = "input",
};

void stsx_record_leave(struct stsx_session *session, const struct stsx_probe *probe,
		       const struct stsx_record *record)
{
	struct stsx_recorder *recorder = session->recorder;

	if (!recorder)
		return;
	begin_line(recorder);
	put_member(recorder, kinds[probe->kind], probe - session->program->probes);
	if (record)
		put_fields(recorder, probe, record);
	if (recorder->asked.used) {
		stsx_text_literal(&recorder->text, ",\"asked\":[");
		stsx_text_bytes(&recorder->text, recorder->asked.bytes, recorder->asked.used);
		stsx_text_literal(&recorder->text, "]");
	}
	if (printed(session) != recorder->printed)
		put_member(recorder, "printed", (int64_t)(printed(session) - recorder->printed));
	end_line(recorder);
}

void stsx_record_gap(struct stsx_session *session, uint64_t lost)
{
	struct stsx_recorder *recorder = session->recorder;

	if (!recorder || !lost)
		return;
	recorder->lost += lost;
	begin_line(recorder);
	put_member(recorder, "lost", (int64_t)lost);
	end_line(recorder);
}

void stsx_record_stop(struct stsx_session *session)
{
	struct stsx_recorder *recorder = session->recorder;

	if (!recorder || session->stopping)
		return;
	begin_line(recorder);
	stsx_text_literal(&recorder->text, ",\"stop\":true");
	end_line(recorder);
}

static void write_globals(struct stsx_session *session)
{
	struct stsx_recorder *recorder = session->recorder;

	for (uint32_t i = 0; i < session->program->global_count; i++) {
		const struct stsx_global *global = &session->program->globals[i];

		begin_line(recorder);
		stsx_text_literal(&recorder->text, ",\"global\":");
		stsx_text_string(&recorder->text, global->name);
		stsx_text_literal(&recorder->text, ",\"value\":");
		stsx_record_global(&recorder->text, global);
		end_line(recorder);
	}
}

static void write_close(struct stsx_session *session, int status)
{
	struct stsx_recorder *recorder = session->recorder;
	char sum[16];

	begin_line(recorder);
	stsx_text_literal(&recorder->text, ",\"close\":{\"status\":");
	stsx_text_long(&recorder->text, status);
	put_member(recorder, "errors", (int64_t)session->errors);
	put_member(recorder, "skipped", (int64_t)session->skipped);
	put_member(recorder, "lost", (int64_t)recorder->lost);
	put_member(recorder, "printed", (int64_t)printed(session));
	/* Of everything before the sum itself. */
	write_out(recorder);
	snprintf(sum, sizeof(sum), "%08" PRIx32, recorder->sum);
	stsx_text_literal(&recorder->text, ",\"sum\":");
	stsx_text_string(&recorder->text, sum);
	stsx_text_literal(&recorder->text, "}}\n");
	write_out(recorder);
}

static void warn_of_gaps(struct stsx_session *session, uint64_t lost)
{
	char text[512];

	snprintf(text, sizeof(text), "the recording %s has gaps: %" PRIu64 " events were lost",
		 session->options.record_file, lost);
	stsx_remark(session, text);
}

bool stsx_record_close(struct stsx_session *session, int status)
{
	struct stsx_recorder *recorder = session->recorder;

	if (!recorder)
		return true;
	write_globals(session);
	write_close(session, status);
	if (close(recorder->fd) < 0 && !recorder->error)
		recorder->error = errno;
	recorder->fd = -1;
	if (recorder->lost)
		warn_of_gaps(session, recorder->lost);
	if (!recorder->error)
		return true;
	stsx_complain(session, "ERROR: cannot write to %s: %s", session->options.record_file,
		      strerror(recorder->error));
	return false;
}

void stsx_record_destroy(struct stsx_recorder *recorder)
{
	if (!recorder)
		return;
	if (recorder->fd >= 0)
		close(recorder->fd);
	free(recorder->text.bytes);
	free(recorder->asked.bytes);
	free(recorder);
}
