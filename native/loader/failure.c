// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/libbpf.h>

#include "failure.h"

static struct {
	char warning[FAILURE_TEXT_BYTES];
	char verdict[FAILURE_TEXT_BYTES];
} libbpf_log;

int fail(struct failure *failure, enum ebpflow_status status, int error, const char *format, ...)
{
	va_list arguments;

	failure->status = status;
	failure->error = error;
	va_start(arguments, format);
	vsnprintf(failure->text, sizeof(failure->text), format, arguments);
	va_end(arguments);
	return -error;
}

static void copy_line(char *to, const char *from, size_t length)
{
	if (length >= FAILURE_TEXT_BYTES)
		length = FAILURE_TEXT_BYTES - 1;
	memcpy(to, from, length);
	to[length] = '\0';
}

/* The last line of a verifier log that is not a statistic or libbpf's own frame around it says why. */
static void keep_verdict(const char *log)
{
	const char *line = strchr(log, '\n');

	while (line && line[1]) {
		size_t length = strcspn(++line, "\n");

		if (strncmp(line, "-- END", 6) == 0)
			return;
		if (length && strncmp(line, "processed ", 10) && strncmp(line, "verification time", 17) &&
		    strncmp(line, "stack depth", 11))
			copy_line(libbpf_log.verdict, line, length);
		line += length;
		if (!*line)
			return;
	}
}

static int libbpf_print(enum libbpf_print_level level, const char *format, va_list arguments)
{
	static const char prefix[] = "libbpf: ";
	char *message = NULL;
	const char *text;
	int length;

	if (level != LIBBPF_WARN)
		return 0;
	/* Verifier logs are long and their end matters, so no fixed buffer. */
	length = vasprintf(&message, format, arguments);
	if (length < 0)
		return 0;
	text = message;
	if (strncmp(text, prefix, sizeof(prefix) - 1) == 0)
		text += sizeof(prefix) - 1;
	if (strstr(text, "-- BEGIN PROG LOAD LOG --"))
		keep_verdict(text);
	else if (!libbpf_log.warning[0] && !strstr(text, "RLIMIT_MEMLOCK")) /* said of every refusal, hides the next line */
		copy_line(libbpf_log.warning, text, strcspn(text, "\n"));
	free(message);
	return length;
}

void libbpf_log_capture(void)
{
	libbpf_set_print(libbpf_print);
}

void libbpf_log_reset(void)
{
	libbpf_log.warning[0] = '\0';
	libbpf_log.verdict[0] = '\0';
}

/* What EPERM and ENOMEM mean does not depend on the step. */
static enum ebpflow_status status_of(int error, enum ebpflow_status other)
{
	switch (error) {
	case EPERM:
	case EACCES:
		return libbpf_log.verdict[0] ? other : EBPFLOW_NOT_PERMITTED;
	case ENOMEM:
		return EBPFLOW_NO_MEMORY;
	default:
		return other;
	}
}

int fail_libbpf(struct failure *failure, enum ebpflow_status status, int error, const char *what)
{
	const char *line = libbpf_log.verdict[0] ? libbpf_log.verdict : libbpf_log.warning;

	return fail(failure, status_of(error, status), error, "%s: %s%s%s", what, strerror(error), line[0] ? ": " : "",
		    line);
}
